import type { RunId } from '#contract/ids.ts'
import { JSON_DEPTH_MAX, jsonValueDepth } from '#contract/json.ts'
import { JsonTooDeepError, type RunBundle, ScopeBreachError } from '#server/ports.ts'

/**
 * Refuses a bundle that holds a row of another run or names a node that it does not have (`ScopeBreachError`), or whose
 * payloads nest deeper than a database bears (`JsonTooDeepError`). The database has walls of its own against the first
 * two; this says which row it was, before anything is written.
 */
export function checkBundle(bundle: RunBundle): void {
  const { run_id } = bundle.run
  const nodes = new Set<string>(bundle.nodes.map((node) => node.node_id))
  const check = (
    table: string,
    id: string,
    row: { readonly run_id: RunId },
    named: readonly (string | null)[],
    payloads: readonly unknown[],
  ): void => {
    if (row.run_id !== run_id)
      throw new ScopeBreachError(`${table} ${quote(id)} belongs to run ${row.run_id}, not to run ${run_id}`)
    for (const node_id of named)
      if (node_id !== null && !nodes.has(node_id))
        throw new ScopeBreachError(
          `${table} ${quote(id)} names node ${quote(node_id)}, which is not among the nodes given for run ${run_id}`,
        )
    for (const payload of payloads) checkDepth(`${table} ${quote(id)}`, payload)
  }
  check('run', run_id, bundle.run, [], [bundle.run.meta])
  for (const row of bundle.nodes) check('node', row.node_id, row, [], [row.meta])
  for (const row of bundle.edges)
    check('edge', `${row.from_node_id} → ${row.to_node_id}`, row, [row.from_node_id, row.to_node_id], [])
  for (const row of bundle.events) check('event', row.event_id, row, [row.node_id], [row.inputs, row.outputs, row.meta])
  for (const row of bundle.files) check('file', row.file_id, row, [row.node_id], [row.meta])
  for (const row of bundle.messages) check('message', row.message_id, row, [row.node_id], [row.meta])
}

export function checkDepth(owner: string, payload: unknown): void {
  if (jsonValueDepth(payload) > JSON_DEPTH_MAX)
    throw new JsonTooDeepError(`${owner} holds JSON of more than ${JSON_DEPTH_MAX} levels`)
}

const quote = (id: string): string => JSON.stringify(id)
