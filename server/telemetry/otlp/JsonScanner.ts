import { OtlpDecodeError } from './DecodedSpans.ts'

/** A value within a JSON text: its start and end, and whether it contains a string longer than the limit. */
export type JsonPiece = { readonly start: number; readonly end: number; readonly hasLongText: boolean }

export type JsonBounds = {
  readonly depth: number
  /** Maximum number of objects and lists in the whole text. */
  readonly containers: number
  /** Strings above this many bytes count as long. */
  readonly text: number
}

export const QUOTE = 0x22
export const BACKSLASH = 0x5c
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COLON, COMMA] = [0x7b, 0x7d, 0x5b, 0x5d, 0x3a, 0x2c]

/**
 * Walks over the bytes of a JSON text without building values, so that a large text can be parsed piece by piece. It
 * follows objects and lists; scalars and strings are validated by the code that parses the piece. Linear. Throws
 * `OtlpDecodeError` if the text is not JSON or exceeds the limits.
 */
export class JsonScanner {
  readonly bytes: Uint8Array
  readonly #bounds: JsonBounds
  readonly #names = new TextDecoder()
  #pos = 0
  #containers = 0
  #hasLongText = false

  constructor(bytes: Uint8Array, bounds: JsonBounds) {
    this.bytes = bytes
    this.#bounds = bounds
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#pos = 3
  }

  /** Peeks at the next value. */
  next(): 'object' | 'list' | 'null' | 'other' {
    const byte = this.#peek()
    return byte === OPEN_OBJECT ? 'object' : byte === OPEN_LIST ? 'list' : byte === 0x6e ? 'null' : 'other'
  }

  /** Yields the name of each member of the next object. The caller must consume the value before it continues. */
  *object(): Generator<string, void> {
    this.#open(OPEN_OBJECT)
    if (this.#take(CLOSE_OBJECT)) return
    do {
      this.#peek()
      const start = this.#pos
      this.#text()
      const end = this.#pos
      if (!this.#take(COLON)) throw broken()
      yield this.#nameAt(start, end)
    } while (this.#take(COMMA))
    if (!this.#take(CLOSE_OBJECT)) throw broken()
  }

  /** Yields once per member of the next list. The caller must consume the value before it continues. */
  *list(): Generator<undefined, void> {
    this.#open(OPEN_LIST)
    if (this.#take(CLOSE_LIST)) return
    do yield
    while (this.#take(COMMA))
    if (!this.#take(CLOSE_LIST)) throw broken()
  }

  /** Skips any value. */
  piece(): JsonPiece {
    this.#peek()
    const start = this.#pos
    this.#hasLongText = false
    this.#skip()
    return { start, end: this.#pos, hasLongText: this.#hasLongText }
  }

  /** Only whitespace may follow. */
  end(): void {
    this.#blanks()
    if (this.#pos < this.bytes.length) throw broken()
  }

  /** Not recursive, because the text decides how deep it is. */
  #skip(): void {
    let depth = 0
    do {
      const byte = this.#peek()
      if (byte === QUOTE) this.#text()
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#open(byte)
        depth += 1
        if (depth > this.#bounds.depth)
          throw new OtlpDecodeError(`The body is nested deeper than ${this.#bounds.depth} levels.`)
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0) throw broken()
        depth -= 1
        this.#pos += 1
      } else if (depth > 0 && (byte === COMMA || byte === COLON)) this.#pos += 1
      else this.#scalar()
    } while (depth > 0)
  }

  #open(byte: number): void {
    if (!this.#take(byte)) throw broken()
    this.#containers += 1
    if (this.#containers > this.#bounds.containers)
      throw new OtlpDecodeError('The body has too many values. Send smaller batches.')
  }

  /**
   * Most of a body is strings, and searching for the next quotation mark is much faster than looking at each byte.
   */
  #text(): void {
    const start = this.#pos
    if (this.bytes[start] !== QUOTE) throw broken()
    let end = this.bytes.indexOf(QUOTE, start + 1)
    while (end !== -1 && this.#isEscaped(end, start)) end = this.bytes.indexOf(QUOTE, end + 1)
    if (end === -1) throw broken()
    if (end - start > this.#bounds.text) this.#hasLongText = true
    this.#pos = end + 1
  }

  /** Whether the byte is preceded by an odd number of backslashes. */
  #isEscaped(index: number, start: number): boolean {
    let before = index - 1
    while (before > start && this.bytes[before] === BACKSLASH) before--
    return (index - before) % 2 === 0
  }

  #scalar(): void {
    const start = this.#pos
    while (isOfScalar(this.bytes[this.#pos])) this.#pos += 1
    if (this.#pos === start) throw broken()
  }

  #nameAt(start: number, end: number): string {
    // No known name is longer.
    if (end - start > 64) return ''
    const text = this.#names.decode(this.bytes.slice(start, end))
    if (!text.includes('\\')) return text.slice(1, -1)
    try {
      const name: unknown = JSON.parse(text)
      return typeof name === 'string' ? name : ''
    } catch {
      throw broken()
    }
  }

  #take(byte: number): boolean {
    if (this.#blanks() !== byte) return false
    this.#pos += 1
    return true
  }

  #peek(): number {
    const byte = this.#blanks()
    if (byte === undefined) throw broken()
    return byte
  }

  #blanks(): number | undefined {
    let byte = this.bytes[this.#pos]
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.bytes[++this.#pos]
    return byte
  }
}

const broken = () => new OtlpDecodeError('The body is not JSON.')

/** Letters, digits and the other characters of numbers. */
const isOfScalar = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x45)
