/** A screen on which what stands beside a run covers it; the style sheets of the app name the same width. */
export const NARROW_SCREEN = '(max-width: 1000px)'
