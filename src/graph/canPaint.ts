let known: boolean | undefined

/** Whether the browser provides a 2D canvas; if not, every card is mounted. */
export const canPaint = (): boolean => (known ??= document.createElement('canvas').getContext('2d') !== null)
