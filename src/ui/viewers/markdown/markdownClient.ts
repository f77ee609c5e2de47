import type { MarkdownTree } from './markdownTree.ts'

/** After this, showing the plain text is better than showing nothing. */
const DEADLINE_MS = 3000

/**
 * Parses in a worker, so that no text can block the page. An abort or the deadline terminates the worker at once.
 * Without workers (tests without a browser), the same function runs here. Rejects when aborted, too slow, or nested
 * too deeply.
 */
export async function parseInWorker(text: string, signal: AbortSignal): Promise<MarkdownTree> {
  if (typeof Worker === 'undefined') {
    const { markdownTree } = await import('./markdownTree.ts')
    return markdownTree(text)
  }
  const worker = new Worker(new URL('./markdown.worker.ts', import.meta.url), { type: 'module', name: 'markdown' })
  let deadline: number | undefined
  try {
    return await new Promise<MarkdownTree>((resolve, reject) => {
      deadline = window.setTimeout(() => reject(new Error('takes too long')), DEADLINE_MS)
      worker.addEventListener('message', ({ data }: MessageEvent<MarkdownTree>) => resolve(data))
      worker.addEventListener('error', (event) => {
        // A parser failure caused by the text is not an error of the page.
        event.preventDefault()
        reject(new Error(event.message || 'the parser failed'))
      })
      signal.addEventListener('abort', () => reject(new Error('no longer wanted')))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is about windows; workers have no target origin
      worker.postMessage(text)
    })
  } finally {
    window.clearTimeout(deadline)
    worker.terminate()
  }
}
