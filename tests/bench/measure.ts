/** Milliseconds that `work` takes, `times` times, after one time that is not counted. */
export async function measure(times: number, work: () => unknown): Promise<readonly number[]> {
  await work()
  const taken: number[] = []
  for (let round = 0; round < times; round++) {
    const start = performance.now()
    await work()
    taken.push(performance.now() - start)
  }
  return taken
}

/** The value below which `part` (0 to 1) of the values lie; NaN for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** `target`: milliseconds that 95 of 100 are to stay within. */
export function printRow(name: string, values: readonly number[], base?: number, target?: number): void {
  const ratio = base === undefined ? '' : `  ×${(median(values) / base).toFixed(2)}`
  const p95 = quantile(values, 0.95)
  const verdict = target === undefined ? '' : `  of ${target} ms${p95 > target ? ': missed' : ''}`
  console.log(
    `${name.padEnd(44)} median ${median(values).toFixed(2).padStart(9)} ms  p95 ${p95.toFixed(2).padStart(9)} ms${verdict}${ratio}`,
  )
}
