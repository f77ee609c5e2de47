import { Canvas, DIVERGING, FAINT, INK } from '../files/Canvas.ts'
import type { Random } from '../random.ts'

const WIDTH = 680
const HEIGHT = 400
const CENTRE = { x: 300, y: 212 }
const RADIUS = { x: 280, y: 140 }

type Wave = {
  readonly kx: number
  readonly ky: number
  readonly kz: number
  readonly phase: number
  readonly height: number
}

/** A masked temperature map of the whole sky in Mollweide projection: waves on the sphere, the Galaxy cut out. */
export function skyMap(random: Random): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas(WIDTH, HEIGHT, DIVERGING)
  canvas.text(20, 18, 'CMB temperature, 143 GHz, masked', INK, 2)
  canvas.text(20, 38, 'Mollweide, galactic coordinates. grey: masked, 43 % of the sky', INK, 1)
  const waves = Array.from({ length: 28 }, (_, index): Wave => {
    const scale = 3 + index * 1.1
    return {
      kx: random.normal() * scale,
      ky: random.normal() * scale,
      kz: random.normal() * scale,
      phase: random.next() * 2 * Math.PI,
      height: 1 / Math.sqrt(1 + index / 5),
    }
  })
  for (let row = -RADIUS.y; row <= RADIUS.y; row++) {
    const y = row / RADIUS.y
    const parallel = parallelAt(y)
    for (let column = -RADIUS.x; column <= RADIUS.x; column++) {
      const x = column / RADIUS.x
      if (x * x + y * y > 1) continue
      const longitude = parallel.length < 1e-6 ? 0 : (Math.PI * x) / parallel.length
      canvas.dot(CENTRE.x + column, CENTRE.y + row, colourAt(parallel, longitude, waves))
    }
  }
  canvas.rampBar(606, CENTRE.y - 100, 200, '-300', '+300')
  canvas.text(606, CENTRE.y + 112, 'micro K', INK, 1)
  return canvas.png()
}

/** What all places on one line of the picture share; reckoned once a line, for the picture has a hundred thousand places. */
type Parallel = {
  readonly latitude: number
  readonly sin: number
  readonly cos: number
  /** Of its line in the picture, where the equator's is 1. */
  readonly length: number
}

/** Inverse Mollweide for a height from −1 (north) to 1. */
function parallelAt(y: number): Parallel {
  const theta = Math.asin(-y)
  const latitude = Math.asin((2 * theta + Math.sin(2 * theta)) / Math.PI)
  return { latitude, sin: Math.sin(latitude), cos: Math.cos(latitude), length: Math.cos(theta) }
}

function colourAt({ latitude, sin: z, cos }: Parallel, longitude: number, waves: readonly Wave[]): number {
  // The Galaxy is thicker towards its centre, and its rim is ragged.
  const rim =
    0.2 +
    0.2 * Math.exp(-((longitude / 0.9) ** 2)) +
    0.04 * Math.sin(longitude * 9) +
    0.03 * Math.sin(longitude * 23 + 1)
  if (Math.abs(latitude) < rim) return FAINT
  const x = cos * Math.cos(longitude)
  const y = cos * Math.sin(longitude)
  let sum = 0
  for (const { kx, ky, kz, phase, height } of waves) sum += height * Math.sin(kx * x + ky * y + kz * z + phase)
  return Canvas.shade(0.5 + sum / 9)
}
