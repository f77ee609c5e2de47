import { NodeId, RunId } from '#contract/ids.ts'
import { integrityText } from '#server/integrity/integrityText.ts'
import type { Config } from '#server/config.ts'
import { EXIT } from '#server/exitCodes.ts'
import { readCommandLine } from './commandLine.ts'
import { openAudit } from './openAudit.ts'
import { ProgressLine } from './ProgressLine.ts'
import { runCommand } from './runCommand.ts'
import { say } from './say.ts'
import { visibleJson } from './visibleText.ts'

const OPTIONS = {
  json: { type: 'boolean' },
  node: { type: 'string' },
  run: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const HELP = `runlens audit [<source>] [--node <id> [--run <run_id>]] [--json]

  <source>    an old database (SQLite file or postgres:// URL) or a Runlens database (postgres:// URL or data folder);
              default: the database set by DATABASE_URL or DATA_DIR
  --node      also compare what a query by this node id alone returns with what one run has under it
  --run       the run to compare; default: a typical one
  --json      print the report as JSON

Reports what the database contains and what is wrong with it, and changes nothing. Exit codes: as for "runlens import".`

type Asked = {
  readonly source: string | undefined
  readonly node_id?: NodeId
  readonly run_id?: RunId
  readonly json: boolean
}

/** `runlens audit`: the report on standard output, everything else on standard error. Returns the exit code. */
export async function auditCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const line = readCommandLine(args, OPTIONS)
  if (line.kind === 'read' && line.values['help'] === true) {
    say(HELP)
    return EXIT.ok
  }
  const asked = line.kind === 'read' ? askedBy(line.values, line.positionals) : line.sentence
  if (typeof asked === 'string') {
    say(asked)
    say(HELP)
    return EXIT.misused
  }
  return await runCommand(environment, (config) => audit(asked, config))
}

/** What is asked for, or what is wrong with it. */
function askedBy(values: Readonly<Record<string, unknown>>, [source, ...more]: readonly string[]): Asked | string {
  if (more.length > 0) return 'Give only one source.'
  if (values['run'] !== undefined && values['node'] === undefined) return '--run requires --node.'
  const node = values['node'] === undefined ? undefined : NodeId.safeParse(values['node'])
  const run = values['run'] === undefined ? undefined : RunId.safeParse(values['run'])
  for (const id of [node, run]) if (id?.success === false) return `${id.error.issues[0]?.message ?? 'Invalid id'}.`
  return {
    source,
    json: values['json'] === true,
    ...(node?.success === true ? { node_id: node.data } : {}),
    ...(run?.success === true ? { run_id: run.data } : {}),
  }
}

async function audit({ source, node_id, run_id, json }: Asked, config: Config): Promise<string> {
  const audited = await openAudit(source, config)
  try {
    const progress = audited.size && new ProgressLine(audited.size)
    const { report, reuseOf } = await audited.audit({ onProgress: (read) => progress?.show(read) })
    progress?.end()
    const reuse = node_id && reuseOf({ run_id, node_id })
    if (node_id && !reuse)
      say(`No run${run_id === undefined ? '' : ` ${run_id}`} has a node ${JSON.stringify(node_id)}.`)
    return json
      ? `${visibleJson(node_id ? { ...report, node: reuse ?? null } : report)}\n`
      : integrityText(report, reuse)
  } finally {
    await audited.close()
  }
}
