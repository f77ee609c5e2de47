import { twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { openPgliteStore } from '#server/store/postgres/engine/openStore.ts'

/**
 * A process of its own that opens the embedded database in the folder of its first argument, stores the twin runs,
 * prints a line, and holds the folder until it is killed. Where it cannot open it, it prints why and ends with 1.
 */
async function hold(dataDir: string): Promise<void> {
  const { writer } = await openPgliteStore({ dataDir })
  await writer.writeSessions(twinSessions)
  // oxlint-disable-next-line no-await-in-loop -- runs are stored one after the other
  for (const bundle of twinRuns) await writer.writeRun(bundle)
  process.stdout.write('holding\n')
}

hold(process.argv[2] ?? '').catch((error: unknown) => {
  process.stdout.write(`${String(error)}\n`)
  process.exitCode = 1
})
