/**
 * The first error that contains no other error: a call that failed because of what it called precedes its cause in
 * execution order, and is not what a reader looks for. O(rows).
 *
 * @param errors rows in execution order
 * @param parentOf the row of a row's parent, below 0 for none; cycles are tolerated
 */
export function firstFailure(errors: readonly number[], parentOf: (row: number) => number): number | undefined {
  const holding = new Set<number>()
  for (const error of errors)
    for (let up = parentOf(error); up >= 0 && up !== error && !holding.has(up); up = parentOf(up)) holding.add(up)
  return errors.find((row) => !holding.has(row)) ?? errors[0]
}
