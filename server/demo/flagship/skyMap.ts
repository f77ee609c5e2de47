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
  for (let y = -RADIUS.y; y <= RADIUS.y; y++)
    for (let x = -RADIUS.x; x <= RADIUS.x; x++) {
      const place = onSphere(x / RADIUS.x, y / RADIUS.y)
      if (place) canvas.fill(CENTRE.x + x, CENTRE.y + y, 1, 1, colourAt(place, waves))
    }
  canvas.rampBar(606, CENTRE.y - 100, 200, '-300', '+300')
  canvas.text(606, CENTRE.y + 112, 'micro K', INK, 1)
  return canvas.png()
}

type Place = { readonly longitude: number; readonly latitude: number }

/** Inverse Mollweide for coordinates from −1 to 1; undefined outside of the ellipse. */
function onSphere(x: number, y: number): Place | undefined {
  if (x * x + y * y > 1) return undefined
  const theta = Math.asin(-y)
  const edge = Math.cos(theta)
  return {
    longitude: edge < 1e-6 ? 0 : (Math.PI * x) / edge,
    latitude: Math.asin((2 * theta + Math.sin(2 * theta)) / Math.PI),
  }
}

function colourAt({ longitude, latitude }: Place, waves: readonly Wave[]): number {
  // The Galaxy is thicker towards its centre, and its rim is ragged.
  const rim =
    0.2 +
    0.2 * Math.exp(-((longitude / 0.9) ** 2)) +
    0.04 * Math.sin(longitude * 9) +
    0.03 * Math.sin(longitude * 23 + 1)
  if (Math.abs(latitude) < rim) return FAINT
  const [x, y, z] = [
    Math.cos(latitude) * Math.cos(longitude),
    Math.cos(latitude) * Math.sin(longitude),
    Math.sin(latitude),
  ]
  const sum = waves.reduce(
    (total, { kx, ky, kz, phase, height }) => total + height * Math.sin(kx * x + ky * y + kz * z + phase),
    0,
  )
  return Canvas.shade(0.5 + sum / 9)
}
