/** What a request asked for. Both undefined where the reply reads no single run. */
export type AskedScope = { readonly run_id: string | undefined; readonly node_id: string | undefined }

/** The compatibility doors name the run in the query, all others in the path. */
export function askedScope({ params, query }: { readonly params: object; readonly query: object }): AskedScope {
  return { run_id: textOf(params, 'run_id') ?? textOf(query, 'run_id'), node_id: textOf(params, 'node_id') }
}

/** A reply holds rows of another run or node than was asked for. Nothing of it may be sent. */
export class ScopeViolationError extends Error {
  override readonly name = 'ScopeViolationError'
}

/**
 * The last lock before the wire: the envelope and every row must bear the run, and where one was asked for the node,
 * of the request. It distrusts the store on purpose. Linear in the rows; it looks at keys only, never into payloads,
 * where a field named `run_id` may mean anything.
 */
export function assertReplyScope(asked: AskedScope, reply: object): void {
  const scope = objectIn(reply, 'scope')
  if (asked.run_id === undefined) {
    // A tree is asked for by its event alone; its run is what the envelope says, and every row must agree.
    const run_id = scope && textOf(scope, 'run_id')
    if (run_id !== undefined) check(rowsOf(reply), { run_id, node_id: undefined })
    return
  }
  check(scope ? [scope, ...rowsOf(reply)] : [{}], asked)
}

function check(rows: readonly object[], asked: AskedScope) {
  for (const row of rows) {
    const foreign =
      textOf(row, 'run_id') !== asked.run_id ||
      (asked.node_id !== undefined && textOf(row, 'node_id') !== asked.node_id)
    if (foreign) throw new ScopeViolationError()
  }
}

/**
 * Every row of a reply, wherever its envelope keeps them: `items`, `items[].event`, `item`, `nodes`, `edges`, `columns`,
 * `node_columns`, `edge_columns`.
 */
function rowsOf(reply: object): readonly object[] {
  const item = objectIn(reply, 'item')
  const listed = ['items', 'nodes', 'edges'].flatMap((place) => listIn(reply, place))
  return [
    ...(item ? [item] : []),
    ...listed.map((row) => objectIn(row, 'event') ?? row),
    ...('columns' in reply ? scopesOf(objectIn(reply, 'columns') ?? {}) : []),
    ...('node_columns' in reply ? runsOf(objectIn(reply, 'node_columns') ?? {}, 'node_id') : []),
    ...('edge_columns' in reply ? runsOf(objectIn(reply, 'edge_columns') ?? {}, 'from') : []),
  ]
}

/** Rows that came column by column point at their scopes; one that points at none bears no scope, which `check` then refuses. */
function scopesOf(columns: object): readonly object[] {
  const scopes = listIn(columns, 'scopes')
  const rows = valueIn(columns, 'event_id')
  const places = valueIn(columns, 'scope_at')
  const all =
    Array.isArray(rows) &&
    Array.isArray(places) &&
    places.length === rows.length &&
    places.every((place: unknown) => typeof place === 'number' && scopes[place] !== undefined)
  return all ? scopes : [...scopes, {}]
}

/** The runs of rows that came packed, of which another column tells how many there are. */
function runsOf(columns: object, other: string): readonly object[] {
  const packed = objectIn(columns, 'run_id') ?? {}
  const rows = valueIn(columns, other)
  const words = valueIn(packed, 'words')
  const places = valueIn(packed, 'at')
  if (!Array.isArray(rows) || !Array.isArray(words) || !Array.isArray(places)) return [{}]
  const all =
    places.length === 0
      ? words.length === rows.length || words.length === 1
      : places.length === rows.length && places.every((place: unknown) => typeof place === 'number' && place in words)
  return [...words.map((run_id: unknown) => ({ run_id })), ...(all ? [] : [{}])]
}

const valueIn = (holder: object, name: string): unknown => Object.getOwnPropertyDescriptor(holder, name)?.value

function objectIn(holder: object, name: string): object | undefined {
  const value = valueIn(holder, name)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

function listIn(holder: object, name: string): readonly object[] {
  const value = valueIn(holder, name)
  if (!Array.isArray(value)) return []
  // A row that is no object at all bears no scope, which `check` then refuses.
  return value.map((row: unknown) => (typeof row === 'object' && row !== null ? row : {}))
}

function textOf(holder: object, name: string): string | undefined {
  const value = valueIn(holder, name)
  return typeof value === 'string' ? value : undefined
}
