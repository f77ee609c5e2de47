/** More characters than fit on any bar; the rest of a longer text is not measured. */
const MEASURED = 200

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/**
 * The text, or its first whole words with an ellipsis; undefined if not even the first word fits. Words are those of
 * the text's own script, so that neither a letter nor its combining marks are ever cut. O(log words) measurements.
 */
export function clipWords(text: string, fits: (part: string) => boolean): string | undefined {
  const whole = text.trim()
  if (whole === '') return undefined
  if (whole.length <= MEASURED && fits(whole)) return whole
  const ends: number[] = []
  for (const { segment, index, isWordLike } of segmenter.segment(whole)) {
    if (index + segment.length > MEASURED) break
    if (isWordLike === true) ends.push(index + segment.length)
  }
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(`${whole.slice(0, ends[middle - 1])}…`)) low = middle
    else high = middle - 1
  }
  return low === 0 ? undefined : `${whole.slice(0, ends[low - 1])}…`
}

/** The direction of a text, by its first letter with one, as in the Unicode bidirectional algorithm. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  const letter = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(
    letter,
  )
    ? 'rtl'
    : 'ltr'
}
