import { JsonTooDeepError, type RunBundle, type RunWriter, ScopeBreachError } from '#server/ports.ts'
import { bundleDigest } from './bundleDigest.ts'
import type { ImportTally } from './ImportTally.ts'
import type { MendedRun } from './mendRun.ts'
import type { OldTable } from './oldRows.ts'

/**
 * Stores a mended run and counts it. A run that the store refuses, as where one of its events bears another run's key,
 * is reported row by row, and false is returned; the import goes on with the next. Any other failure is the store's
 * own and ends the import.
 */
export async function writeMended(
  { bundle, findings }: MendedRun,
  writer: RunWriter,
  tally: ImportTally,
): Promise<boolean> {
  for (const finding of findings) tally.find(finding)
  const digest = await bundleDigest(bundle)
  // What a former import stored, and nobody wrote since, need not be written again: so a killed import goes on.
  const isStored = (await writer.digestOf(bundle.run.run_id)) === digest
  if (isStored) tally.runsStoredBefore += 1
  try {
    if (!isStored) await writer.writeRun(bundle, digest)
  } catch (error) {
    if (!(error instanceof ScopeBreachError || error instanceof JsonTooDeepError)) throw error
    const { run_id } = bundle.run
    const reason = `the store refused the whole run: ${error.message}`
    for (const { table, keys } of oldKeysOf(bundle))
      for (const key of keys) tally.find({ kind: 'run_refused', table, key, run_id, reason })
    return false
  }
  for (const { table, keys } of oldKeysOf(bundle)) tally.placed(table, keys.length)
  tally.reconstructedNodes += bundle.nodes.filter((node) => node.origin === 'reconstructed').length
  tally.inferredEdges += bundle.edges.filter((edge) => edge.origin === 'inferred').length
  return true
}

/** The old rows that a bundle holds; edges are counted apart, since one old edge can serve several runs. */
const oldKeysOf = (bundle: RunBundle): readonly { readonly table: OldTable; readonly keys: readonly string[] }[] => [
  { table: 'workflow_runs', keys: [bundle.run.run_id] },
  { table: 'dag_nodes', keys: bundle.nodes.filter((node) => node.origin === 'recorded').map((node) => node.node_id) },
  { table: 'execution_events', keys: bundle.events.map((event) => event.event_id) },
  { table: 'files', keys: bundle.files.map((file) => file.file_id) },
  { table: 'messages', keys: bundle.messages.map((message) => message.message_id) },
]
