import { csv } from '../files/csv.ts'
import { COLOURS, svgPlot } from '../files/svgPlot.ts'
import type { Random } from '../random.ts'

/** Angular power in µK² at multipole `ell`: a plateau and three damped peaks, near enough to the sky's to look right. */
function power(ell: number): number {
  const peak = (centre: number, width: number, height: number) => height * Math.exp(-(((ell - centre) / width) ** 2))
  return (
    900 +
    peak(220, 120, 4750) +
    peak(540, 95, 1700) +
    peak(810, 95, 1750) +
    peak(1130, 110, 640) -
    0.28 * Math.max(0, ell - 300)
  )
}

type Bandpower = readonly [ell: number, power: number, error: number]

export const bandpowers = (random: Random): readonly Bandpower[] =>
  Array.from({ length: 63 }, (_, index): Bandpower => {
    const ell = 40 + index * 24
    const error = 30 + power(ell) * (0.9 / Math.sqrt(ell / 8))
    return [ell, Number((power(ell) + random.normal() * error * 0.55).toFixed(1)), Number((error * 0.55).toFixed(1))]
  })

export const spectrumPlot = (bands: readonly Bandpower[]): string =>
  svgPlot({
    title: 'CMB temperature power spectrum, 143 × 217 GHz',
    subtitle: `${bands.length} bandpowers, f_sky = 0.57; error bars are 1 σ`,
    x: { label: 'Multipole ℓ', min: 0, max: 1600 },
    y: { label: 'D_ℓ  (µK²)', min: 0, max: 7000 },
    series: [
      { label: 'bandpowers', colour: COLOURS.blue, kind: 'points', data: bands },
      {
        label: 'best fit ΛCDM',
        colour: COLOURS.orange,
        kind: 'line',
        data: Array.from({ length: 156 }, (_, index) => [20 + index * 10, power(20 + index * 10)] as const),
      },
    ],
  })

/** The bandpowers of each pair of maps, as the likelihood reads them. */
export const bandpowerTable = (random: Random): string =>
  csv(
    ['pair', 'ell', 'd_ell_uk2', 'sigma_uk2', 'modes'],
    ['143x143', '143x217', '217x217'].flatMap((pair) =>
      bandpowers(random.for(pair)).map(
        ([ell, value, error]) => [pair, ell, value, error, Math.round((2 * ell + 1) * 24 * 0.57)] as const,
      ),
    ),
  )
