let known: boolean | undefined

/** Whether the browser gives a canvas to paint on; where it gives none, every card is mounted. */
export const canPaint = (): boolean => (known ??= document.createElement('canvas').getContext('2d') !== null)
