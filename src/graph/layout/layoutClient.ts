import { workerClient } from '#src/lib/askWorker.ts'
import type { Drawn } from '../folding/foldAsNeeded.ts'
import type { PictureQuestion } from './drawPicture.ts'

/** FoldDepth longer than any graph that fits a page needs: beyond it something is wrong. */
const LAYOUT_DEADLINE_MS = 20_000

/** Up to this many nodes and edges, layout takes less time than messaging a worker. */
const SMALL = 150

/** Loaded in parallel with the first requests, like the worker, so that a small graph waits for neither. */
const code = typeof Worker === 'undefined' ? undefined : import('./drawPicture.ts')

/** Folds and lays out in a worker, so that the page stays responsive; a small graph is laid out directly. */
export const askPicture = workerClient<PictureQuestion, Drawn>({
  spawn: () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' }),
  here: async (question) => (await (code ?? import('./drawPicture.ts'))).drawPicture(question),
  isSmall: ({ source }) => source.ids.length + source.edges.length <= SMALL,
  deadlineMs: LAYOUT_DEADLINE_MS,
  isEager: true,
})
