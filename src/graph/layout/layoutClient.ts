import type { Direction, GraphLayout, Topology } from './GraphLayout.ts'
import { layoutPlainly } from './layoutPlainly.ts'

/** Beyond this a reader wants any picture rather than a better one later. */
const LAYOUT_DEADLINE_MS = 5000

const hasWorkers = typeof Worker !== 'undefined'

const spawn = (): Worker =>
  new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' })

/** A worker that waits for the next graph. The first one loads beside the page's first requests, so that no layout waits for it. */
let spare = hasWorkers ? spawn() : undefined

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
  if (!hasWorkers) {
    const { layoutGraph } = await import('./layoutGraph.ts')
    return layoutGraph(topology, direction)
  }
  const worker = spare ?? spawn()
  spare = undefined
  const answer = await askOnce(worker, { topology, direction }, signal)
  // Only a worker that answered is idle; any other may still be at work, and dagre cannot be interrupted.
  if (answer === 'none') worker.terminate()
  else spare ??= worker
  signal.throwIfAborted()
  return answer === 'none' ? layoutPlainly(topology, direction) : answer
}

/** The worker's answer to one question; `none` when it failed, was too slow, or is no longer wanted. */
function askOnce(worker: Worker, question: object, signal: AbortSignal): Promise<GraphLayout | 'none'> {
  const over = new AbortController()
  const until = { signal: over.signal }
  return new Promise<GraphLayout | 'none'>((resolve) => {
    const deadline = setTimeout(() => resolve('none'), LAYOUT_DEADLINE_MS)
    over.signal.addEventListener('abort', () => clearTimeout(deadline))
    signal.addEventListener('abort', () => resolve('none'), until)
    worker.addEventListener('message', ({ data }: MessageEvent<GraphLayout>) => resolve(data), until)
    worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault()
        resolve('none')
      },
      until,
    )
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule means windows
    worker.postMessage(question)
  }).finally(() => over.abort())
}
