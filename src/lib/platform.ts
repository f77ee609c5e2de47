/** Whether Ctrl of other keyboards is ⌘ here. */
export const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')
