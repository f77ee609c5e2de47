import { workerClient } from '#src/lib/askWorker.ts'
import type { MarkdownTree } from './markdownTree.ts'

/** Beyond this a reader wants to see the text as it was written rather than nothing. */
const DEADLINE_MS = 3000

/** Parses in a worker, so that no text can hold up the page. */
export const parseInWorker = workerClient<string, MarkdownTree>({
  spawn: () => new Worker(new URL('./markdown.worker.ts', import.meta.url), { type: 'module', name: 'markdown' }),
  here: async (text) => (await import('./markdownTree.ts')).markdownTree(text),
  isSmall: () => false,
  deadlineMs: DEADLINE_MS,
})
