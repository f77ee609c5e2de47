/** A chart as SVG text, drawn by hand: axes with round ticks, a light grid, series, a legend. No script, no style sheet. */
type Series = {
  readonly label: string
  readonly colour: string
  /** `points` may have a half length of an error bar as third number; `band` has lower and upper bound as second and third. */
  readonly kind: 'line' | 'dashed' | 'points' | 'bars' | 'band'
  readonly data: readonly (readonly [x: number, y: number, extra?: number])[]
}
type Axis = { readonly label: string; readonly min: number; readonly max: number }
type Chart = {
  readonly title: string
  readonly subtitle: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
}

const WIDTH = 760
const HEIGHT = 440
const PLOT = { left: 78, right: 736, top: 66, bottom: 378 }
const INK = '#1f2933'
const FAINT = '#616e7c'

export const COLOURS = {
  blue: '#2563a8',
  orange: '#c2570c',
  grey: '#8792a2',
} as const

export function svgPlot({ title, subtitle, x, y, series }: Chart): string {
  const sx = scale(x, PLOT.left, PLOT.right)
  const sy = scale(y, PLOT.bottom, PLOT.top)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escape(title)}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(PLOT.left, 28, title, `font-size="16" font-weight="600" fill="${INK}"`),
    text(PLOT.left, 47, subtitle, `font-size="12" fill="${FAINT}"`),
    ...ticks(x).map((value) => grid(sx(value), PLOT.top, sx(value), PLOT.bottom)),
    ...ticks(y).map((value) => grid(PLOT.left, sy(value), PLOT.right, sy(value))),
    ...series.map((one) => draw(one, sx, sy)),
    `<rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.right - PLOT.left}" height="${PLOT.bottom - PLOT.top}" fill="none" stroke="${FAINT}"/>`,
    ...ticks(x).map((value) =>
      text(sx(value), PLOT.bottom + 18, show(value), `font-size="11" fill="${FAINT}" text-anchor="middle"`),
    ),
    ...ticks(y).map((value) =>
      text(PLOT.left - 8, sy(value) + 4, show(value), `font-size="11" fill="${FAINT}" text-anchor="end"`),
    ),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, x.label, `font-size="12" fill="${INK}" text-anchor="middle"`),
    text(
      0,
      0,
      y.label,
      `font-size="12" fill="${INK}" text-anchor="middle" transform="translate(22 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)"`,
    ),
    ...legend(series),
    '</svg>\n',
  ].join('\n')
}

type Scale = (value: number) => number

/** What lies beyond the axis is drawn at its end; a clip path would need an id, and two charts on a page would share it. */
const scale =
  ({ min, max }: Axis, from: number, to: number): Scale =>
  (value) =>
    round(from + ((Math.min(max, Math.max(min, value)) - min) / (max - min)) * (to - from))

const round = (value: number): number => Math.round(value * 10) / 10
const show = (value: number): string => String(Number(value.toPrecision(6)))
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${x}" y="${y}" ${attributes}>${escape(words)}</text>`
const grid = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#e4e7eb"/>`

/** Four to eight round values within the axis. */
function ticks({ min, max }: Axis): readonly number[] {
  const rough = (max - min) / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor(max / step + 1e-9) - first + 1
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}

function draw({ kind, colour, data }: Series, sx: Scale, sy: Scale): string {
  const path = (points: readonly (readonly [number, number])[]) =>
    points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${sx(x)} ${sy(y)}`).join('')
  const middle = data.map(([x, y]) => [x, y] as const)
  switch (kind) {
    case 'line':
      return `<path d="${path(middle)}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`
    case 'dashed':
      return `<path d="${path(middle)}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="6 4"/>`
    case 'band': {
      const upper = data.map(([x, y, top]) => [x, top ?? y] as const)
      return `<path d="${path([...middle, ...upper.reverse()])}Z" fill="${colour}" fill-opacity="0.18"/>`
    }
    case 'bars': {
      const [[first] = [0], [second] = [1]] = data
      const width = round(Math.abs(sx(second) - sx(first)) * 0.7)
      return data
        .map(
          ([x, y]) =>
            `<rect x="${round(sx(x) - width / 2)}" y="${sy(y)}" width="${width}" height="${round(Math.max(0, sy(0) - sy(y)))}" fill="${colour}" fill-opacity="0.85"/>`,
        )
        .join('')
    }
    case 'points':
      return data
        .map(([x, y, error]) => {
          const bar =
            error === undefined
              ? ''
              : `<path d="M${sx(x)} ${sy(y - error)}L${sx(x)} ${sy(y + error)}" stroke="${colour}" stroke-width="1"/>`
          return `${bar}<circle cx="${sx(x)}" cy="${sy(y)}" r="2.2" fill="${colour}"/>`
        })
        .join('')
  }
}

function legend(series: readonly Series[]): readonly string[] {
  const width = 18 + 7 * Math.max(...series.map((one) => one.label.length))
  const x = PLOT.right - width - 18
  return [
    `<rect x="${x - 8}" y="${PLOT.top + 8}" width="${width + 18}" height="${series.length * 18 + 8}" fill="#ffffff" fill-opacity="0.88" stroke="#e4e7eb"/>`,
    ...series.map(({ label, colour }, index) => {
      const y = PLOT.top + 21 + index * 18
      return `<rect x="${x}" y="${y - 5}" width="12" height="6" fill="${colour}"/>${text(x + 18, y + 2, label, `font-size="11" fill="${INK}"`)}`
    }),
  ]
}
