import { type AskedScope, foreignScopes, type RowPlace, statedScope } from '#contract/scopedRows.ts'

/** The compatibility doors name the run in the query, all others in the path. */
export function askedScope({ params, query }: { readonly params: object; readonly query: object }): AskedScope {
  const { run_id, node_id } = statedScope(params)
  return { run_id: run_id ?? statedScope(query).run_id, node_id }
}

/** A reply holds rows of another run or node than was asked for. Nothing of it may be sent. */
export class ScopeViolationError extends Error {
  override readonly name = 'ScopeViolationError'
}

/**
 * The last lock before the wire: the envelope and every row must bear the run, and where one was asked for the node,
 * of the request. It distrusts the store on purpose. `rows` is where the contract says that they are; undefined where the
 * reply is of no single run.
 */
export function assertReplyScope(asked: AskedScope, reply: object, rows: readonly RowPlace[] | undefined): void {
  if (rows === undefined) return
  // A tree may be asked for by its event alone; its run is then what the envelope says, and every row must agree.
  const run_id = asked.run_id ?? envelopeRun(reply)
  if (foreignScopes({ ...asked, run_id }, reply, rows).length > 0) throw new ScopeViolationError()
}

const envelopeRun = (reply: object): string | undefined =>
  'scope' in reply && typeof reply.scope === 'object' && reply.scope ? statedScope(reply.scope).run_id : undefined
