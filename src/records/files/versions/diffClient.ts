import type { LineChanges } from './lineChanges.ts'

export type DiffQuestion = { readonly older: readonly string[]; readonly newer: readonly string[] }

/**
 * Compares in a worker, so that the page stays responsive. Aborting terminates the worker at once. Without workers
 * (tests without a browser), the same function runs here. Rejects when aborted, or when the worker fails.
 */
export async function compareInWorker(question: DiffQuestion, signal: AbortSignal): Promise<LineChanges> {
  if (typeof Worker === 'undefined') {
    const { lineChanges } = await import('./lineChanges.ts')
    return lineChanges(question.older, question.newer)
  }
  const worker = new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module', name: 'diff' })
  try {
    return await new Promise<LineChanges>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<LineChanges>) => resolve(data))
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'the comparison failed')))
      signal.addEventListener('abort', () => reject(new Error('no longer wanted')))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is about windows; workers have no target origin
      worker.postMessage(question)
    })
  } finally {
    worker.terminate()
  }
}
