import { workerClient } from '#src/lib/askWorker.ts'
import type { LineChanges } from './lineChanges.ts'

export type DiffQuestion = { readonly older: readonly string[]; readonly newer: readonly string[] }

/** The comparison has its own deadline, after which it is coarse. If this one passes, something is wrong. */
const DEADLINE_MS = 20_000

/** Compares in a worker, so that the page stays responsive. */
export const compareInWorker = workerClient<DiffQuestion, LineChanges>({
  spawn: () => new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module', name: 'diff' }),
  here: async ({ older, newer }) => (await import('./lineChanges.ts')).lineChanges(older, newer),
  isSmall: () => false,
  deadlineMs: DEADLINE_MS,
})
