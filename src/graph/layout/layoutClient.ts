import { workerClient } from '#src/lib/askWorker.ts'
import type { GraphLayout } from './GraphLayout.ts'
import type { LayoutQuestion } from './layoutGraph.ts'

/** Far more than any graph that a page can hold takes: beyond it something is wrong. */
const LAYOUT_DEADLINE_MS = 20_000

/** Nodes and edges that are laid out in less time than a worker needs to hear of them. */
const SMALL = 150

/** Lays out in a worker, so that the page stays responsive; a small graph at once. */
export const askLayout = workerClient<LayoutQuestion, GraphLayout>({
  spawn: () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' }),
  here: async (question) => (await import('./layoutGraph.ts')).layoutGraph(question),
  isSmall: ({ topology }) => topology.ids.length + topology.edges.length <= SMALL,
  deadlineMs: LAYOUT_DEADLINE_MS,
  isEager: true,
})
