/** For each key from 0 to `count`, the positions in `keys` that hold it: `items[starts[k] … starts[k + 1])`. O(count + keys). */
export type Adjacency = { readonly starts: Int32Array; readonly items: Int32Array }

export function adjacencyOf(count: number, keys: Int32Array): Adjacency {
  const starts = new Int32Array(count + 1)
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1
  for (let key = 0; key < count; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0)
  const next = starts.slice(0, count)
  const items = new Int32Array(keys.length)
  for (let item = 0; item < keys.length; item++) {
    const key = keys[item] ?? 0
    const at = next[key] ?? 0
    items[at] = item
    next[key] = at + 1
  }
  return { starts, items }
}
