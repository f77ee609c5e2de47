import { pathDataOf } from '#src/theme/iconPath.ts'
import type { Pen } from '../surface/Brush.ts'

type State = {
  readonly transform: string
  readonly fillStyle: string
  readonly strokeStyle: string
  readonly lineWidth: number
  readonly lineCap: CanvasLineCap
  readonly lineJoin: CanvasLineJoin
  readonly font: string
  readonly globalAlpha: number
  readonly dash: readonly number[]
}

/**
 * Writes SVG through the canvas API, so that an exported picture matches the one on screen. Implements only what the
 * painters use.
 */
export class SvgPen implements Pen {
  fillStyle = '#000'
  strokeStyle = '#000'
  lineWidth = 1
  lineCap: CanvasLineCap = 'butt'
  lineJoin: CanvasLineJoin = 'miter'
  font = '10px sans-serif'
  globalAlpha = 1
  readonly #elements: string[] = []
  readonly #saved: State[] = []
  #transform = ''
  #dash: readonly number[] = []
  #path: string[] = []
  #at = { x: 0, y: 0 }

  /** Everything painted so far, one element per line. */
  markup(): string {
    return this.#elements.join('\n')
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, font, globalAlpha } = this
    const own = { transform: this.#transform, dash: this.#dash }
    this.#saved.push({ fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, font, globalAlpha, ...own })
  }

  restore(): void {
    const state = this.#saved.pop()
    if (!state) return
    const { transform, dash, ...styles } = state
    Object.assign(this, styles)
    this.#transform = transform
    this.#dash = dash
  }

  translate(x: number, y: number): void {
    this.#transform += ` translate(${number(x)} ${number(y)})`
  }

  scale(x: number, y: number): void {
    this.#transform += ` scale(${number(x)} ${number(y)})`
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = dash
  }

  beginPath(): void {
    this.#path = []
  }

  closePath(): void {
    this.#path.push('Z')
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${point(x, y)}`)
    this.#at = { x, y }
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`L${point(x, y)}`)
    this.#at = { x, y }
  }

  quadraticCurveTo(cornerX: number, cornerY: number, x: number, y: number): void {
    this.#path.push(`Q${point(cornerX, cornerY)} ${point(x, y)}`)
    this.#at = { x, y }
  }

  /** A line to the start of the corner's arc, then the arc, as the canvas draws it. */
  arcTo(cornerX: number, cornerY: number, towardsX: number, towardsY: number, radius: number): void {
    const back = unit(cornerX, cornerY, this.#at.x, this.#at.y)
    const ahead = unit(cornerX, cornerY, towardsX, towardsY)
    const cosine = back.x * ahead.x + back.y * ahead.y
    const turn = back.x * ahead.y - back.y * ahead.x
    if (Math.abs(turn) < 1e-9) {
      this.lineTo(cornerX, cornerY)
      return
    }
    const far = radius * Math.sqrt((1 + cosine) / (1 - cosine))
    this.lineTo(cornerX + back.x * far, cornerY + back.y * far)
    const end = { x: cornerX + ahead.x * far, y: cornerY + ahead.y * far }
    this.#path.push(`A${number(radius)} ${number(radius)} 0 0 ${turn < 0 ? 1 : 0} ${point(end.x, end.y)}`)
    this.#at = end
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(`M${point(x, y)}h${number(width)}v${number(height)}h${number(-width)}Z`)
  }

  roundRect(x: number, y: number, width: number, height: number, radii: number | number[]): void {
    const most = Math.min(width, height) / 2
    const each = typeof radii === 'number' ? [radii, radii, radii, radii] : radii
    const [a = 0, b = 0, c = 0, d = 0] = each.map((radius) => Math.max(0, Math.min(radius, most)))
    const round = (radius: number, toX: number, toY: number) =>
      radius === 0 ? '' : `A${number(radius)} ${number(radius)} 0 0 1 ${point(toX, toY)}`
    const [right, bottom] = [x + width, y + height]
    this.#path.push(
      `M${point(x + a, y)}L${point(right - b, y)}${round(b, right, y + b)}L${point(right, bottom - c)}${round(c, right - c, bottom)}` +
        `L${point(x + d, bottom)}${round(d, x, bottom - d)}L${point(x, y + a)}${round(a, x + a, y)}Z`,
    )
  }

  fill(): void {
    this.#write('path', { d: this.#path.join(''), fill: this.fillStyle })
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#write('rect', {
      x: number(x),
      y: number(y),
      width: number(width),
      height: number(height),
      fill: this.fillStyle,
    })
  }

  stroke(path?: Path2D): void {
    const { strokeStyle: stroke, lineWidth, lineCap, lineJoin } = this
    this.#write('path', {
      d: path ? pathDataOf(path) : this.#path.join(''),
      fill: 'none',
      stroke,
      'stroke-width': number(lineWidth),
      ...(lineCap !== 'butt' && { 'stroke-linecap': lineCap }),
      ...(lineJoin !== 'miter' && { 'stroke-linejoin': lineJoin }),
      ...(this.#dash.length > 0 && { 'stroke-dasharray': this.#dash.join(' ') }),
    })
  }

  fillText(text: string, x: number, y: number): void {
    const [, weight = '400', size = '10', family = 'sans-serif'] = FONT.exec(this.font) ?? []
    const place = { x: number(x), y: number(y), fill: this.fillStyle }
    this.#write('text', { ...place, 'font-weight': weight, 'font-size': size, 'font-family': family }, text)
  }

  #write(name: string, attributes: Readonly<Record<string, string>>, text?: string): void {
    const all = {
      ...attributes,
      ...(this.globalAlpha < 1 && { opacity: String(this.globalAlpha) }),
      ...(this.#transform !== '' && { transform: this.#transform.trim() }),
    }
    const written = Object.entries(all).map(([key, value]) => ` ${key}="${escaped(value)}"`)
    this.#elements.push(
      text === undefined ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${escaped(text)}</${name}>`,
    )
  }
}

const FONT = /^(\d+) ([\d.]+)px (.+)$/

/** Escapes text for XML: reserved characters are escaped, characters that XML cannot represent are dropped. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- XML 1.0 allows no other characters below space
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const number = (value: number): string => String(Math.round(value * 100) / 100)
const point = (x: number, y: number): string => `${number(x)} ${number(y)}`

function unit(fromX: number, fromY: number, x: number, y: number) {
  const length = Math.max(Math.hypot(x - fromX, y - fromY), 1e-9)
  return { x: (x - fromX) / length, y: (y - fromY) / length }
}
