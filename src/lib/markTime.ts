type Step = 'dag-reply' | 'layout-done' | 'graph-painted'

/**
 * Sets a user-timing mark that benchmarks and users' own tools can read. Keeps only the last mark of each step, because
 * a live run is drawn many times.
 */
export function markTime(step: Step, detail: Readonly<Record<string, number | undefined>>): void {
  const name = `runlens:${step}`
  performance.clearMarks(name)
  performance.mark(name, { detail })
}
