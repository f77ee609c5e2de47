import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Salvage, salvage } from '#server/store/postgres/engine/salvage.ts'
import { EXIT } from '#server/exitCodes.ts'
import { SourceError } from '#server/sources/SourceError.ts'
import { readCommandLine } from './commandLine.ts'
import { runCommand } from './runCommand.ts'
import { say } from './say.ts'

const OPTIONS = { to: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

const HELP = `runlens salvage [<data folder>] --to <new folder> [--json]

  <data folder>  the folder with damaged pages; default: DATA_DIR
  --to           a folder that does not exist or is empty
  --json         print the report as JSON

Copies all readable rows into a new data folder and reports what was lost. Stop the server first. The damaged folder is
not changed.`

/** `runlens salvage`: the report on standard output, everything else on standard error. Returns the exit code. */
export async function salvageCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const line = readCommandLine(args, OPTIONS)
  if (line.kind === 'refused') say(line.sentence)
  if (line.kind === 'read' && line.values['help'] === true) {
    say(HELP)
    return EXIT.ok
  }
  const to = line.kind === 'read' ? line.values['to'] : undefined
  if (line.kind === 'refused' || typeof to !== 'string' || to === '' || line.positionals.length > 1) {
    say(HELP)
    return EXIT.misused
  }
  // The settings of a Postgres, if any, have nothing to do with a folder.
  return await runCommand({ ...environment, DATABASE_URL: undefined }, async ({ database }) => {
    const from = line.positionals[0] ?? (database.kind === 'embedded' ? database.dataDir : '')
    await checkFolders(from, to)
    const report = await salvage(from, to, say)
    return line.values['json'] === true ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report, to)
  })
}

async function checkFolders(from: string, to: string): Promise<void> {
  try {
    await access(join(from, 'database'))
  } catch {
    throw new SourceError('missing', `There is no Runlens database in ${from}.`)
  }
  const names = await readdir(to).catch(() => [])
  if (names.length > 0) throw new SourceError('locked', `${to} is not empty. Choose a new folder.`)
}

function reportText({ tables, mended }: Salvage, to: string): string {
  const lines = tables.map(
    ({ name, rows, lostPages, lostRows }) =>
      `${name.padEnd(20)} ${String(rows).padStart(9)} rows copied${lostPages + lostRows === 0 ? '' : `, lost: ${lostPages} pages of rows and ${lostRows} rows`}`,
  )
  const made = [
    [mended.runs, 'runs'],
    [mended.sessions, 'sessions'],
    [mended.nodes, 'nodes'],
  ].flatMap(([count, what]) => (count === 0 ? [] : `${count} ${what}`))
  const isWhole = tables.every(({ lostPages, lostRows }) => lostPages + lostRows === 0)
  return `${[
    ...lines,
    '',
    isWhole ? 'Nothing was lost.' : 'Some rows were lost.',
    ...(made.length === 0 ? [] : [`Recreated without content, because rows refer to them: ${made.join(', ')}.`]),
    ...(mended.left === 0 ? [] : [`Skipped because they refer to lost rows: ${mended.left} rows.`]),
    `Start the server with DATA_DIR=${to}.`,
  ].join('\n')}\n`
}
