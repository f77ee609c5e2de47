/** More characters than any card has room for at any size; longer texts are not even measured. */
const MEASURED = 160
/** Kept texts; all are forgotten at once when there are more. */
const KEPT = 20_000

/** Cuts texts to a width, and keeps the outcome: a picture is painted many times over. */
export class FittedText {
  readonly #context: CanvasRenderingContext2D
  readonly #fitted = new Map<string, string>()
  readonly #widths = new Map<string, number>()
  readonly #heights = new Map<string, readonly [up: number, down: number]>()

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context
  }

  /** @param font as a canvas has it; sizes in the layout's pixels */
  width(font: string, text: string): number {
    const key = `${font}\n${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) return known
    const width = this.#measure(font, text)
    if (this.#widths.size >= KEPT) this.#widths.clear()
    this.#widths.set(key, width)
    return width
  }

  /** How far below the top of a line of this height its text stands, as browsers lay out lines: in whole pixels. */
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

  /** Up to two lines, broken between words where there is more than one; the second is cut. */
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
    // A first word that is too long for a line is cut there, as the card's own text is.
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
