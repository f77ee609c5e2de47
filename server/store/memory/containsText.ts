/** Whether any of the texts contains the needle. A–Z match a–z; all other characters match exactly. */
export function containsText(needle: string, texts: readonly (string | null | undefined)[]): boolean {
  const wanted = asciiLower(needle)
  return texts.some((text) => typeof text === 'string' && asciiLower(text).includes(wanted))
}

// `toLowerCase` would also change letters beyond ASCII, which the databases leave alone in `COLLATE "C"`.
export const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
