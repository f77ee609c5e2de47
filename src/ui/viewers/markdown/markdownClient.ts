import { workerClient } from '#src/lib/askWorker.ts'
import type { MarkdownTree } from './markdownTree.ts'

/** After this, showing the plain text is better than showing nothing. */
const DEADLINE_MS = 3000

/** Parses in a worker, so that no text can block the page. */
export const parseInWorker = workerClient<string, MarkdownTree>({
  spawn: () => new Worker(new URL('./markdown.worker.ts', import.meta.url), { type: 'module', name: 'markdown' }),
  here: async (text) => (await import('./markdownTree.ts')).markdownTree(text),
  isSmall: () => false,
  deadlineMs: DEADLINE_MS,
})
