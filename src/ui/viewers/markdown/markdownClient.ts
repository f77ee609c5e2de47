import type { MarkdownTree } from './markdownTree.ts'

/** Beyond this a reader wants to see the text as it was written rather than nothing. */
const DEADLINE_MS = 3000

/**
 * Parses in a worker, so that no text can hold up the page. An abort or the deadline ends the worker at once. Where there are
 * no workers (tests without a browser) the same function runs here. Rejects when aborted, too slow, or nested too deeply.
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
        // What the text made the parser do is no error of the page.
        event.preventDefault()
        reject(new Error(event.message || 'the parser failed'))
      })
      signal.addEventListener('abort', () => reject(new Error('no longer wanted')))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule means windows
      worker.postMessage(text)
    })
  } finally {
    window.clearTimeout(deadline)
    worker.terminate()
  }
}
