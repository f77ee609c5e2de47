/** How long in ms an animation of the graph may take: 0 if the reader prefers reduced motion. Checked on each call. */
export const motionMs = (usual: number): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : usual)
