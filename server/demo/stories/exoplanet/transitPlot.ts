import { COLOURS, svgPlot } from '../../files/svgPlot.ts'
import type { Random } from '../../random.ts'
import type { Star } from './Star.ts'

export function transitPlot(star: Star, random: Random): string {
  const half = star.duration / 2
  const model = (hours: number) =>
    1e6 - star.depth * Math.min(1, Math.max(0, (half * 1.15 - Math.abs(hours)) / (half * 0.3)))
  const hours = Array.from({ length: 241 }, (_, index) => (index - 120) / 20)
  const noise = star.depth / 7
  return svgPlot({
    title: `${star.name}, folded at ${star.period} days`,
    subtitle: `TESS sector ${star.sector}, ${star.cadences} cadences, SNR ${star.snr}`,
    x: { label: 'Hours from mid-transit', min: -6, max: 6 },
    y: { label: 'Change of flux (ppm)', min: -star.depth * 1.5, max: star.depth * 0.6 },
    series: [
      {
        label: 'binned flux',
        colour: COLOURS.blue,
        kind: 'points',
        data: hours.map((x) => [x, model(x) - 1e6 + random.normal() * noise] as const),
      },
      {
        label: 'box model',
        colour: COLOURS.orange,
        kind: 'line',
        data: hours.map((x) => [x, model(x) - 1e6] as const),
      },
    ],
  })
}
