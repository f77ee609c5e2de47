/** Sorts the first `count` values in place: by insertion if they are few, as in most layers. O(count log count). */
export function sortAscending(values: Float64Array, count: number): void {
  if (count > 24) {
    values.subarray(0, count).sort()
    return
  }
  for (let i = 1; i < count; i++) {
    const value = values[i] ?? 0
    let j = i - 1
    while (j >= 0 && (values[j] ?? 0) > value) {
      values[j + 1] = values[j] ?? 0
      j--
    }
    values[j + 1] = value
  }
}
