import type { Direction, GraphLayout, Topology } from './GraphLayout.ts'
import { layoutPlainly } from './layoutPlainly.ts'

/** Beyond this a reader wants any picture rather than a better one later. */
const LAYOUT_DEADLINE_MS = 5000

/**
 * Lays out in a worker, so that the page stays responsive. An abort ends the worker at once; a layout that fails or takes
 * longer than the deadline is replaced by the plain one. Rejects only when aborted. Where there are no workers (tests
 * without a browser) the same function runs here.
 */
export async function layoutInWorker(
  topology: Topology,
  direction: Direction,
  signal: AbortSignal,
): Promise<GraphLayout> {
  if (typeof Worker === 'undefined') {
    const { layoutGraph } = await import('./layoutGraph.ts')
    return layoutGraph(topology, direction)
  }
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' })
  const layout = await new Promise<GraphLayout | 'failed' | 'aborted'>((resolve) => {
    const deadline = setTimeout(() => resolve('failed'), LAYOUT_DEADLINE_MS)
    signal.addEventListener('abort', () => resolve('aborted'), { once: true })
    worker.addEventListener('message', ({ data }: MessageEvent<GraphLayout>) => {
      clearTimeout(deadline)
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      clearTimeout(deadline)
      resolve('failed')
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule means windows
    worker.postMessage({ topology, direction })
  })
  worker.terminate()
  signal.throwIfAborted()
  return layout === 'failed' || layout === 'aborted' ? layoutPlainly(topology, direction) : layout
}
