/** The whole graph with a margin; a small graph is never magnified above its own size. */
export const FIT = { padding: 0.12, maxZoom: 1, minZoom: 0.05 } as const

/** Below this a reader cannot read a card; a deep link to a node of a larger graph goes to the node instead. */
export const READABLE_ZOOM = 0.45
