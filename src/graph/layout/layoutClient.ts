import { workerClient } from '#src/lib/askWorker.ts'
import type { Drawn } from '../folding/foldAsNeeded.ts'
import type { PictureQuestion } from './drawPicture.ts'

/** Far more than any graph that a page can hold takes: beyond it something is wrong. */
const LAYOUT_DEADLINE_MS = 20_000

/** Nodes and edges that are laid out in less time than a worker needs to hear of them. */
const SMALL = 150

/** Fetched beside the first requests, as the worker is, so that a small graph waits for neither. */
const code = typeof Worker === 'undefined' ? undefined : import('./drawPicture.ts')

/** Folds and lays out in a worker, so that the page stays responsive; a small graph at once. */
export const askPicture = workerClient<PictureQuestion, Drawn>({
  spawn: () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' }),
  here: async (question) => (await (code ?? import('./drawPicture.ts'))).drawPicture(question),
  isSmall: ({ source }) => source.ids.length + source.edges.length <= SMALL,
  deadlineMs: LAYOUT_DEADLINE_MS,
  isEager: true,
})
