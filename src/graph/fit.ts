/** The whole graph with a margin; a small graph is never magnified above its own size. */
export const FIT = { padding: 0.08, maxZoom: 1, minZoom: 0.02 } as const

/** From here on a card is read without effort: its 13 px are 11 px on screen. A node that a link, a list, a search or a key leads to is shown no smaller. */
export const READABLE_ZOOM = 0.85

/** A card that was clicked in the picture was found there already: the picture need not come as near to it. */
export const CLICKED_ZOOM = 0.45
