import type { RunBundle, ImportWriter } from '#server/store/ports/writer.ts'

type WriteRun = (bundle: RunBundle, digest: string | undefined) => Promise<void>

/** A writer that hands over one run after the other, and does nothing else but what is given. */
export const runByRun = (writeRun: WriteRun, over: Partial<ImportWriter> = {}): ImportWriter => ({
  writeSessions: async () => [],
  keepUnplaced: async () => {},
  digestsOf: async () => new Map(),
  settle: async () => {},
  writeRun: (bundle) => writeRun(bundle, undefined),
  writeRuns: async (runs) => {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    for (const { bundle, digest } of runs) await writeRun(bundle, digest)
  },
  ...over,
})
