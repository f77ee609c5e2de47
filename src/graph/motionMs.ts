/** How long a movement of the graph may last: not at all for a reader who asked for less motion, asked anew each time. */
export const motionMs = (usual: number): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : usual)
