/**
 * Where the rows of a reply are that must bear the reply's scope. Every reply of one run or node declares its places beside its
 * schema. The server compares the scopes of these rows before it sends a reply, and the app before it uses one.
 */
export type RowPlace =
  /** Fields joined by dots. A list on the way stands for each of its members; a field with a question mark may be null. */
  | string
  /** Rows in columns, whose `scope_at` holds for each `event_id` the place of its scope in `scopes`. */
  | { readonly pointing: string }
  /** Rows in columns, whose `run_id` is packed; the column `counted` has one value for each row. */
  | { readonly packed: string; readonly counted: string }
export type RowPlaces = readonly [RowPlace, ...(readonly RowPlace[])]

/** What a request asked for; of a run, or of a node in it. Nothing belongs to an undefined run. */
export type AskedScope = { readonly run_id?: string | undefined; readonly node_id?: string | undefined }

/** Where a row says that it belongs, as far as it does. */
export type StatedScope = { readonly run_id?: string | undefined; readonly node_id?: string | null | undefined }

/**
 * The scopes of a reply that are not the asked one: of its envelope, which tells of a mixed-up cache or proxy, and of its rows,
 * which tell of a forgotten predicate. Empty where all of the reply belongs. Linear in the rows. It reads the declared places
 * only and never looks into payloads, where a field named `run_id` may mean anything.
 */
export function foreignScopes(asked: AskedScope, reply: object, rows: readonly RowPlace[]): readonly StatedScope[] {
  return ['scope', ...rows]
    .flatMap((place) => rowsIn(reply, place))
    .map(statedScope)
    .filter((scope) => !belongs(asked, scope))
}

/** Whether a row is of the asked run and, where a node was asked for, of that node. */
export const belongs = (asked: AskedScope, row: StatedScope): boolean =>
  asked.run_id !== undefined &&
  row.run_id === asked.run_id &&
  (asked.node_id === undefined || row.node_id === asked.node_id)

export const statedScope = (row: object): AskedScope => ({
  run_id: textIn(row, 'run_id'),
  node_id: textIn(row, 'node_id'),
})

/** A row that states no scope, which belongs nowhere. Stands for whatever is not as declared. */
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
