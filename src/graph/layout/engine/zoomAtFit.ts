import type { Box } from './packRows.ts'

/** The zoom at which the whole fits; at most 1. */
export const zoomAtFit = ({ width, height }: Box, canvas: Box): number =>
  Math.min(1, canvas.width / Math.max(1, width), canvas.height / Math.max(1, height))
