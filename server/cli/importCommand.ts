import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { importReportText } from '#server/import/importReportText.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { ImportWriter } from '#server/store/ports/writer.ts'
import { checkBundle } from '#server/store/prepare/checkBundle.ts'
import { importSpans } from '#server/telemetry/importSpans.ts'
import type { DecodedSpans } from '#server/telemetry/otlp/DecodedSpans.ts'
import { traceReportText } from '#server/telemetry/traceReportText.ts'
import type { Config } from '#server/config.ts'
import { EXIT } from '#server/exitCodes.ts'
import { openDatabase } from '#server/openDatabase.ts'
import { openSource } from '#server/sources/openSource.ts'
import { openTraceFile } from '#server/sources/openTraceFile.ts'
import { readCommandLine } from './commandLine.ts'
import { ProgressLine } from './ProgressLine.ts'
import { runCommand } from './runCommand.ts'
import { say } from './say.ts'
import { visibleJson } from './visibleText.ts'

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const HELP = `runlens import <source> [--dry-run] [--json]

  <source>    an old database: a SQLite file or postgres://user:password@host:5432/database; it is only read;
              or a JSON trace file, optionally gzipped: OTLP (also one object per line, as the Collector writes it)
              or Jaeger
  --dry-run   print the report and write nothing
  --json      print the report as JSON

The target is the database set by DATABASE_URL or DATA_DIR. Importing the same source again stores the same rows.
Exit codes: 0 imported, even if the report has findings; 64 invalid command line; 65 the source is empty, damaged, or
neither an old database nor a trace file; 66 no such source; 69 a database cannot be reached; 70 a failure;
75 the source is locked or the target in use, try again later; 77 no permission to read the source; 78 invalid setting.`

/** Draws the runs of spans that were stored. */
export type ProjectAll = (store: Pick<Store, 'spans' | 'writer'>) => Promise<unknown>

/** `runlens import`: reports on standard output, everything else on standard error. Returns the exit code. */
export async function importCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  projectAll: ProjectAll,
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
  const isDry = values['dry-run'] === true
  return await runCommand(environment, async (config) => {
    const parts = await openTraceFile(source)
    const target = isDry ? undefined : config
    const asJson = values['json'] === true
    return parts ? await importTraces(target, parts, asJson, projectAll) : await importInto(target, source, asJson)
  })
}

/** The report as text. The target is opened once the file turned out to be one of traces; a dry run opens none. */
async function importTraces(
  target: Config | undefined,
  parts: AsyncIterable<DecodedSpans>,
  asJson: boolean,
  projectAll: ProjectAll,
): Promise<string> {
  let store: Store | undefined
  try {
    const report = await importSpans(parts, async (spans) => {
      if (!target) return []
      store ??= await openDatabase(target, say)
      return await store.spans.acceptSpans(spans)
    })
    if (store) {
      await projectAll(store)
      await store.writer.settle()
    }
    return asJson ? `${visibleJson(report)}\n` : traceReportText(report, { isDry: !target })
  } finally {
    await store?.close()
  }
}

/** The report as text. Without a target nothing is written, and none is opened. */
async function importInto(target: Config | undefined, name: string, asJson: boolean): Promise<string> {
  const source = await openSource(name)
  try {
    const store = target && (await openDatabase(target, say))
    try {
      const progress = new ProgressLine(await source.size())
      const report = await importOldDatabase(source, store?.writer ?? CHECKING_WRITER, {
        onProgress: (read) => progress.show(read),
      })
      progress.end()
      return asJson ? `${visibleJson(report)}\n` : importReportText(report, { isDry: !target })
    } finally {
      await store?.close()
    }
  } finally {
    await source.close()
  }
}

/** Refuses what a store would refuse and keeps nothing. */
const CHECKING_WRITER: ImportWriter = {
  writeSessions: async () => [],
  writeRun: async (bundle) => checkBundle(bundle),
  writeRuns: async (runs) => {
    for (const { bundle } of runs) checkBundle(bundle)
  },
  digestsOf: async () => new Map(),
  keepUnplaced: async () => {},
  settle: async () => {},
}
