/** What the parts of a run are compared by. */
export const MEASURES = ['cost', 'tokens', 'time', 'events'] as const
export type Measure = (typeof MEASURES)[number]
