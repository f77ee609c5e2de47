/**
 * Where a reply has the rows that must belong to its scope. Every reply about one run or node declares these places beside
 * its schema. The server checks them before it sends a reply, the app before it uses one.
 */
export type RowPlace =
  /** Field names joined by dots. A list on the path stands for each of its members; a field with a question mark may be null. */
  | string
  /** Rows in columns: `scope_at` has, for each `event_id`, the index of its scope in `scopes`. */
  | { readonly pointing: string }
  /** Rows in columns with a packed `run_id`; the column `counted` has one value per row. */
  | { readonly packed: string; readonly counted: string }
export type RowPlaces = readonly [RowPlace, ...(readonly RowPlace[])]

/** The requested run, or the node in it. Nothing belongs to an undefined run. */
export type AskedScope = { readonly run_id?: string | undefined; readonly node_id?: string | undefined }

/** The scope that a row states, if any. */
export type StatedScope = { readonly run_id?: string | undefined; readonly node_id?: string | null | undefined }

/**
 * The scopes in a reply that differ from the requested one. A foreign envelope reveals a mixed-up cache or proxy, a foreign
 * row a missing predicate. Empty if everything belongs. Linear in the rows. Reads the declared places only, never payloads,
 * where a field named `run_id` may mean anything.
 */
export function foreignScopes(asked: AskedScope, reply: object, rows: readonly RowPlace[]): readonly StatedScope[] {
  return ['scope', ...rows]
    .flatMap((place) => rowsIn(reply, place))
    .map(statedScope)
    .filter((scope) => !belongs(asked, scope))
}

/** Whether a row belongs to the requested run and, if a node was requested, to that node. */
export const belongs = (asked: AskedScope, row: StatedScope): boolean =>
  asked.run_id !== undefined &&
  row.run_id === asked.run_id &&
  (asked.node_id === undefined || row.node_id === asked.node_id)

export const statedScope = (row: object): AskedScope => ({
  run_id: textIn(row, 'run_id'),
  node_id: textIn(row, 'node_id'),
})

/** A row without a scope, which belongs nowhere. Stands for everything that is not as declared. */
const NOWHERE = {}

function rowsIn(reply: object, place: RowPlace): readonly object[] {
  if (typeof place === 'string') return rowsAt(reply, place.split('.'))
  if ('pointing' in place) return pointedRows(objectIn(reply, place.pointing) ?? NOWHERE)
  return packedRows(objectIn(reply, place.packed) ?? NOWHERE, place.counted)
}

function rowsAt(value: unknown, [field, ...rest]: readonly string[]): readonly object[] {
  if (typeof value !== 'object' || value === null) return [NOWHERE]
  if (field === undefined) return [value]
  const inner = valueIn(value, field.replace('?', ''))
  if (inner === null && field.endsWith('?')) return []
  return Array.isArray(inner) ? inner.flatMap((member: unknown) => rowsAt(member, rest)) : rowsAt(inner, rest)
}

function pointedRows(columns: object): readonly object[] {
  const scopes = listIn(columns, 'scopes')
  const rows = valueIn(columns, 'event_id')
  const places = valueIn(columns, 'scope_at')
  const all =
    Array.isArray(rows) &&
    Array.isArray(places) &&
    places.length === rows.length &&
    places.every((place: unknown) => typeof place === 'number' && scopes[place] !== undefined)
  return all ? scopes : [...scopes, NOWHERE]
}

function packedRows(columns: object, counted: string): readonly object[] {
  const packed = objectIn(columns, 'run_id') ?? NOWHERE
  const rows = valueIn(columns, counted)
  const words = valueIn(packed, 'words')
  const places = valueIn(packed, 'at')
  if (!Array.isArray(rows) || !Array.isArray(words) || !Array.isArray(places)) return [NOWHERE]
  const all =
    places.length === 0
      ? words.length === rows.length || words.length === 1
      : places.length === rows.length && places.every((place: unknown) => typeof place === 'number' && place in words)
  return [...words.map((run_id: unknown) => ({ run_id })), ...(all ? [] : [NOWHERE])]
}

const valueIn = (holder: object, name: string): unknown => Object.getOwnPropertyDescriptor(holder, name)?.value

function objectIn(holder: object, name: string): object | undefined {
  const value = valueIn(holder, name)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

function listIn(holder: object, name: string): readonly object[] {
  const value = valueIn(holder, name)
  if (!Array.isArray(value)) return []
  return value.map((row: unknown) => (typeof row === 'object' && row !== null ? row : NOWHERE))
}

function textIn(holder: object, name: string): string | undefined {
  const value = valueIn(holder, name)
  return typeof value === 'string' ? value : undefined
}
