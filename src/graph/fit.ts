/**
 * Margin in pixels around the whole graph, with room for the tools and the switch. A small graph is never magnified
 * beyond its own size.
 */
const MARGIN = { left: 60, right: 20, top: 52, bottom: 28 } as const
/** On a phone the folding controls move below the switch: see FoldTools.module.css. */
const PHONE = { ...MARGIN, top: 92 } as const
const PHONE_MAX = 560

/** The margin for a canvas of this width. */
export const marginIn = ({ width }: { readonly width: number }): typeof MARGIN | typeof PHONE =>
  width <= PHONE_MAX ? PHONE : MARGIN

export const FIT = { maxZoom: 1, minZoom: 0.02 } as const

/** The same as React Flow options. */
export const FIT_VIEW = {
  ...FIT,
  padding: {
    left: `${MARGIN.left}px`,
    right: `${MARGIN.right}px`,
    top: `${MARGIN.top}px`,
    bottom: `${MARGIN.bottom}px`,
  },
} as const

/**
 * A graph that fits at this zoom or larger opens as a whole: at this zoom cards keep their text size and show two
 * lines.
 */
export const WHOLE_ZOOM = 0.6

/** Minimum zoom for a node that a link, a list, a search or a key leads to. */
export const READABLE_ZOOM = 0.85

/**
 * Minimum zoom for a card clicked in the picture: the reader has already found it, so the view need not zoom in as far.
 */
export const CLICKED_ZOOM = 0.45
