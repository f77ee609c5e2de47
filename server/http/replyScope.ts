import { type AskedScope, foreignScopes, type RowPlace, statedScope } from '#contract/scopedRows.ts'

/** Compatibility endpoints name the run in the query, all others in the path. */
export function askedScope({ params, query }: { readonly params: object; readonly query: object }): AskedScope {
  const { run_id, node_id } = statedScope(params)
  return { run_id: run_id ?? statedScope(query).run_id, node_id }
}

/** A reply contains rows of a run or node that was not requested. Nothing of it may be sent. */
export class ScopeViolationError extends Error {
  override readonly name = 'ScopeViolationError'
}

/**
 * The last check before sending: the envelope and every row must have the requested run, and the requested node if
 * there is one. It deliberately distrusts the store. `rows` says where the contract has the rows; undefined if the
 * reply is not about a single run.
 */
export function assertReplyScope(asked: AskedScope, reply: object, rows: readonly RowPlace[] | undefined): void {
  if (rows === undefined) return
  // A tree may be requested by its event alone. Its run is then the one in the envelope, and every row must match.
  const run_id = asked.run_id ?? envelopeRun(reply)
  if (foreignScopes({ ...asked, run_id }, reply, rows).length > 0) throw new ScopeViolationError()
}

const envelopeRun = (reply: object): string | undefined =>
  'scope' in reply && typeof reply.scope === 'object' && reply.scope ? statedScope(reply.scope).run_id : undefined
