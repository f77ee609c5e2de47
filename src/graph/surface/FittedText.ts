/** More characters than fit on any card at any size; the rest of a longer text is not measured. */
const MEASURED = 160
/** Maximum number of cached texts; the cache is cleared when it is full. */
const KEPT = 20_000

/** Truncates texts to a width and caches the result, because a picture is painted many times. */
export class FittedText {
  readonly #context: CanvasRenderingContext2D
  readonly #fitted = new Map<string, string>()
  readonly #widths = new Map<string, number>()
  readonly #heights = new Map<string, readonly [up: number, down: number]>()

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context
  }

  /** @param font as a CSS font for the canvas; sizes in layout pixels */
  width(font: string, text: string): number {
    const key = `${font}\n${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) return known
    const width = this.#measure(font, text)
    if (this.#widths.size >= KEPT) this.#widths.clear()
    this.#widths.set(key, width)
    return width
  }

  /**
   * Distance from the top of a line of this height to the baseline of its text, in whole pixels, as browsers lay out
   * lines.
   */
  baseline(font: string, lineHeight: number): number {
    const [up, down] = this.#heights.get(font) ?? this.#heightsOf(font)
    return Math.floor((lineHeight - up - down) / 2) + up
  }

  /** The text, or its beginning with an ellipsis. */
  fit(font: string, text: string, room: number): string {
    const key = `${font}\n${room}\n${text}`
    const known = this.#fitted.get(key)
    if (known !== undefined) return known
    const fitted = cut(text.slice(0, MEASURED), text.length > MEASURED, (part) => this.#measure(font, part) <= room)
    if (this.#fitted.size >= KEPT) this.#fitted.clear()
    this.#fitted.set(key, fitted)
    return fitted
  }

  /** Up to two lines, broken between words if there are several; the second line is truncated. */
  lines(font: string, text: string, room: number): readonly string[] {
    const begin = text.slice(0, MEASURED)
    if (this.width(font, begin) <= room) return [begin]
    const words = begin.split(/(?<=[\s-])/)
    let first = ''
    let taken = 0
    for (const word of words) {
      if (this.width(font, (first + word).trimEnd()) > room) break
      first += word
      taken++
    }
    // A first word that is too long for a line is truncated there, as on a mounted card.
    if (taken === 0) return [this.fit(font, words[0] ?? '', room), ...this.#rest(font, words.slice(1), room)]
    return [first.trimEnd(), ...this.#rest(font, words.slice(taken), room)]
  }

  #heightsOf(font: string): readonly [number, number] {
    this.#context.font = font
    const { fontBoundingBoxAscent, fontBoundingBoxDescent } = this.#context.measureText('x')
    const heights = [Math.round(fontBoundingBoxAscent), Math.round(fontBoundingBoxDescent)] as const
    this.#heights.set(font, heights)
    return heights
  }

  #measure(font: string, text: string): number {
    this.#context.font = font
    return this.#context.measureText(text).width
  }

  #rest(font: string, words: readonly string[], room: number): readonly string[] {
    return words.length === 0 ? [] : [this.fit(font, words.join(''), room)]
  }
}

function cut(text: string, isMore: boolean, fits: (part: string) => boolean): string {
  if (!isMore && fits(text)) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(`${text.slice(0, middle).trimEnd()}…`)) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`
}
