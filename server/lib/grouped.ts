/** Formats a count for a terminal: `1,234,567`. */
export const grouped = (count: number): string => count.toLocaleString('en-US')
