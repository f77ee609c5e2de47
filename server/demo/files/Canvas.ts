import { GLYPH_HEIGHT, GLYPH_WIDTH, glyph } from './glyphs.ts'
import { png } from './png.ts'

type Colour = readonly [number, number, number]

/** Palette indexes: white, ink, faint, and from `RAMP` on a colour ramp of `RAMP_STEPS`. */
export const WHITE = 0
export const INK = 1
export const FAINT = 2
const RAMP = 3
const RAMP_STEPS = 240

/** Colours between which a ramp is drawn, evenly spaced from its low end to its high end. */
export type Ramp = readonly Colour[]
export const VIRIDIS: Ramp = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
]
export const DIVERGING: Ramp = [
  [33, 72, 150],
  [120, 165, 214],
  [245, 244, 240],
  [222, 140, 104],
  [153, 27, 43],
]

/** A picture to draw on, pixel by pixel, with one colour ramp. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly #ramp: Ramp
  readonly #pixels: Uint8Array

  constructor(width: number, height: number, ramp: Ramp) {
    this.width = width
    this.height = height
    this.#ramp = ramp
    this.#pixels = new Uint8Array(width * height)
  }

  /** The palette index for a value from 0 to 1. */
  static shade(value: number): number {
    return RAMP + Math.round(Math.min(1, Math.max(0, value)) * (RAMP_STEPS - 1))
  }

  fill(left: number, top: number, width: number, height: number, colour: number): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y++)
      this.#pixels.fill(colour, y * this.width + Math.max(0, left), y * this.width + Math.min(this.width, left + width))
  }

  /** One pixel, which must lie within the picture. */
  dot(x: number, y: number, colour: number): void {
    this.#pixels[y * this.width + x] = colour
  }

  frame(left: number, top: number, width: number, height: number, colour: number): void {
    this.fill(left, top, width, 1, colour)
    this.fill(left, top + height - 1, width, 1, colour)
    this.fill(left, top, 1, height, colour)
    this.fill(left + width - 1, top, 1, height, colour)
  }

  /** Writes capital letters, digits and a few signs, `size` pixels to a dot, with `anchor` at `x`. */
  text(
    x: number,
    y: number,
    words: string,
    colour: number,
    size = 2,
    anchor: 'start' | 'middle' | 'end' = 'start',
  ): void {
    const advance = (GLYPH_WIDTH + 1) * size
    const length = words.length * advance - size
    let left = x - (anchor === 'start' ? 0 : anchor === 'end' ? length : Math.round(length / 2))
    for (const char of words.toUpperCase()) {
      const dots = glyph(char)
      for (let row = 0; row < GLYPH_HEIGHT; row++)
        for (let column = 0; column < GLYPH_WIDTH; column++)
          if (dots[row]?.[column] === '#') this.fill(left + column * size, y + row * size, size, size, colour)
      left += advance
    }
  }

  /** The ramp as a column with its ends' values beside it. */
  rampBar(left: number, top: number, height: number, low: string, high: string): void {
    for (let y = 0; y < height; y++) this.fill(left, top + y, 14, 1, Canvas.shade(1 - y / (height - 1)))
    this.frame(left, top, 14, height, INK)
    this.text(left + 20, top, high, INK)
    this.text(left + 20, top + height - 10, low, INK)
  }

  png(): Uint8Array<ArrayBuffer> {
    const palette: Colour[] = [
      [255, 255, 255],
      [31, 41, 51],
      [203, 210, 217],
    ]
    for (let step = 0; step < RAMP_STEPS; step++) palette.push(between(this.#ramp, step / (RAMP_STEPS - 1)))
    return png({ width: this.width, height: this.height, palette, pixels: this.#pixels })
  }
}

function between(ramp: Ramp, at: number): Colour {
  const place = at * (ramp.length - 1)
  const low = ramp[Math.floor(place)] ?? [0, 0, 0]
  const high = ramp[Math.ceil(place)] ?? low
  const part = place - Math.floor(place)
  const mix = (channel: 0 | 1 | 2) => Math.round(low[channel] + (high[channel] - low[channel]) * part)
  return [mix(0), mix(1), mix(2)]
}
