import { Canvas, FAINT, INK, VIRIDIS, WHITE } from '../files/Canvas.ts'

const PARAMETERS = [
  { name: 'H0', low: '65.5', high: '69.5' },
  { name: 'OM B H2', low: '.0218', high: '.0230' },
  { name: 'OM C H2', low: '.116', high: '.124' },
  { name: 'N S', low: '.952', high: '.978' },
] as const
/** Correlations of the fitted parameters, as the chains have them. */
const CORRELATION = [
  [1, 0.52, -0.9, 0.68],
  [0.52, 1, -0.4, 0.44],
  [-0.9, -0.4, 1, -0.72],
  [0.68, 0.44, -0.72, 1],
] as const
const CELL = 118
const LEFT = 96
const TOP = 62

/** A corner plot: the marginal of each parameter on the diagonal, each pair's density below it. */
export function posterior(): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas(620, 600, VIRIDIS)
  canvas.text(20, 18, 'Posterior of the base parameters', INK, 2)
  canvas.text(20, 38, '4 chains, 48000 samples after burn-in, R-1 = 0.008', INK, 1)
  for (const [row, { name, low, high }] of PARAMETERS.entries()) {
    for (let column = 0; column <= row; column++) {
      const left = LEFT + column * (CELL + 6)
      const top = TOP + row * (CELL + 6)
      if (column === row) marginal(canvas, left, top)
      else density(canvas, left, top, CORRELATION[row]?.[column] ?? 0)
      canvas.frame(left, top, CELL, CELL, FAINT)
    }
    const below = TOP + PARAMETERS.length * (CELL + 6)
    const left = LEFT + row * (CELL + 6)
    canvas.text(left + 4, below + 2, low, INK, 1)
    canvas.text(left + CELL - 4, below + 2, high, INK, 1, 'end')
    canvas.text(left + CELL / 2, below + 14, name, INK, 2, 'middle')
    canvas.text(LEFT - 10, TOP + row * (CELL + 6) + CELL / 2 - 4, name, INK, 2, 'end')
  }
  return canvas.png()
}

function marginal(canvas: Canvas, left: number, top: number): void {
  for (let x = 0; x < CELL; x++) {
    const height = Math.round((CELL - 12) * Math.exp(-(sigma(x) ** 2) / 2))
    canvas.fill(left + x, top + CELL - height, 1, height, Canvas.shade(0.38))
    canvas.fill(left + x, top + CELL - height, 1, 2, INK)
  }
}

function density(canvas: Canvas, left: number, top: number, r: number): void {
  for (let y = 0; y < CELL; y++)
    for (let x = 0; x < CELL; x++) {
      const [a, b] = [sigma(x), -sigma(y)]
      const distance = (a * a - 2 * r * a * b + b * b) / (1 - r * r)
      const value = Math.exp(-distance / 2)
      // Contours at one and two sigma, as every cosmologist looks for them.
      const isContour = Math.abs(distance - 2.3) < 0.22 || Math.abs(distance - 6.18) < 0.4
      canvas.dot(left + x, top + y, isContour ? INK : value < 0.02 ? WHITE : Canvas.shade(0.98 - value * 0.9))
    }
}

/** Pixels of a cell span three sigma to each side. */
const sigma = (pixel: number): number => (pixel / (CELL - 1)) * 6 - 3
