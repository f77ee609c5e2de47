import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { importReportText } from '#server/import/importReportText.ts'
import type { ImportWriter } from '#server/RunWriter.ts'
import { checkBundle } from '#server/services/checkBundle.ts'
import type { Config } from '../config.ts'
import { EXIT } from '../exitCodes.ts'
import { openDatabase } from '../openDatabase.ts'
import { openSource } from '../sources/openSource.ts'
import { readCommandLine } from './commandLine.ts'
import { ProgressLine } from './ProgressLine.ts'
import { runCommand } from './runCommand.ts'
import { say } from './say.ts'

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const HELP = `runlens import <source> [--dry-run] [--json]

  <source>    a SQLite file, or postgres://user:password@host:5432/database, of the old shape; it is only read
  --dry-run   prints the report and writes nothing
  --json      the report as JSON

The target is the database that DATABASE_URL or DATA_DIR names. Importing again stores the same rows again.
Exit codes: 0 imported, whatever the report has to tell; 64 the command line is wrong; 65 the source is empty, damaged,
no database or not of the old shape; 66 there is no such source; 69 a database cannot be reached; 70 a failure;
75 the source is locked or the target in use, try again later; 77 the source may not be read; 78 a setting is wrong.`

/** `runlens import`: reports on standard output, everything else on standard error. Returns the exit code. */
export async function importCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const line = readCommandLine(args, OPTIONS)
  if (line.kind === 'refused') say(line.sentence)
  const asked = line.kind === 'read' ? line : undefined
  if (asked?.values['help'] === true) {
    say(HELP)
    return EXIT.ok
  }
  const [source] = asked?.positionals ?? []
  if (asked?.positionals.length !== 1 || source === undefined || source === '') {
    say(HELP)
    return EXIT.misused
  }
  const { values } = asked
  return await runCommand(environment, (config) =>
    importInto(values['dry-run'] === true ? undefined : config, source, values['json'] === true),
  )
}

/** The report as text. Without a target nothing is written, and none is opened. */
async function importInto(target: Config | undefined, name: string, asJson: boolean): Promise<string> {
  const source = await openSource(name)
  try {
    const store = target && (await openDatabase(target))
    try {
      const progress = new ProgressLine(await source.size())
      const report = await importOldDatabase(source, store?.writer ?? CHECKING_WRITER, {
        onProgress: (read) => progress.show(read),
      })
      progress.end()
      return asJson ? `${JSON.stringify(report, undefined, 2)}\n` : importReportText(report, { isDry: !target })
    } finally {
      await store?.close()
    }
  } finally {
    await source.close()
  }
}

/** Refuses what a store would refuse and keeps nothing. */
const CHECKING_WRITER: ImportWriter = {
  writeSessions: async () => {},
  writeRun: async (bundle) => checkBundle(bundle),
  writeRuns: async (runs) => {
    for (const { bundle } of runs) checkBundle(bundle)
  },
  digestsOf: async () => new Map(),
  keepUnplaced: async () => {},
  settle: async () => {},
}
