/** Free pixels around the whole graph, where the tools and the switch stand; a small graph is never magnified above its own size. */
const MARGIN = { left: 60, right: 20, top: 52, bottom: 28 } as const
/** On a phone what is folded is said below the switch: see FoldTools.module.css. */
const PHONE = { ...MARGIN, top: 92 } as const
const PHONE_MAX = 560

/** The margin of a canvas of this width. */
export const marginIn = ({ width }: { readonly width: number }): typeof MARGIN | typeof PHONE =>
  width <= PHONE_MAX ? PHONE : MARGIN

export const FIT = { maxZoom: 1, minZoom: 0.02 } as const

/** The same in the words of React Flow. */
export const FIT_VIEW = {
  ...FIT,
  padding: {
    left: `${MARGIN.left}px`,
    right: `${MARGIN.right}px`,
    top: `${MARGIN.top}px`,
    bottom: `${MARGIN.bottom}px`,
  },
} as const

/** A graph that is seen whole at this zoom or nearer is opened so: cards keep their text at its size, and two lines of it fit. */
export const WHOLE_ZOOM = 0.6

/** A node that a link, a list, a search or a key leads to is shown no smaller. */
export const READABLE_ZOOM = 0.85

/** A card that was clicked in the picture was found there already: the picture need not come as near to it. */
export const CLICKED_ZOOM = 0.45
