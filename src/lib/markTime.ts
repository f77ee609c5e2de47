type Step = 'dag-reply' | 'layout-done' | 'graph-painted'

/** Sets a user-timing mark that benches and users' own tools can read. Only the last of each step is kept, for a live run is drawn again and again. */
export function markTime(step: Step, detail: Readonly<Record<string, number | undefined>>): void {
  const name = `runlens:${step}`
  performance.clearMarks(name)
  performance.mark(name, { detail })
}
