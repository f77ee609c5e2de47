/** A screen on which docked content covers the run; the app's style sheets use the same width. */
export const NARROW_SCREEN = '(max-width: 1000px)'
