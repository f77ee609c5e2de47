import type { Random } from '../../random.ts'
import { aStar } from '../names.ts'

export type Star = {
  readonly name: string
  readonly sector: number
  readonly cadences: number
  /** Days. */
  readonly period: number
  /** Parts per million. */
  readonly depth: number
  /** Hours. */
  readonly duration: number
  readonly snr: number
  readonly radius: number
}

export function starOf(random: Random): Star {
  const period = random.number(1.4, 11.8, 4)
  const depth = random.int(420, 3900)
  return {
    name: aStar(random),
    sector: random.int(61, 88),
    cadences: random.int(17_200, 19_400),
    period,
    depth,
    duration: random.number(1.6, 4.3, 2),
    snr: random.number(11, 38, 1),
    // In Earth radii; 109 of them make the Sun's.
    radius: Number((Math.sqrt(depth / 1e6) * 109 * random.number(0.6, 1.05, 2)).toFixed(1)),
  }
}

/** The signal in a few words. */
export const signalOf = ({ period, depth, snr }: Star): string => `period ${period} d, depth ${depth} ppm, SNR ${snr}`
