import { COLOURS, svgPlot } from '../../files/svgPlot.ts'
import type { Random } from '../../random.ts'
import type { Sequence } from './Sequence.ts'

export function omoriPlot({ region, magnitude, p, k }: Sequence, random: Random): string {
  const rate = (day: number) => k / (day + 0.06) ** p
  const days = Array.from({ length: 30 }, (_, index) => index + 1)
  const top = rate(0.9) * 1.15
  return svgPlot({
    title: `Aftershocks a day, ${region} M${magnitude}`,
    subtitle: `Omori-Utsu fit, p = ${p}, K = ${k}`,
    x: { label: 'Days after the main shock', min: 0, max: 31 },
    y: { label: 'Events a day above Mc', min: 0, max: Math.ceil(top / 50) * 50 },
    series: [
      {
        label: 'observed',
        colour: COLOURS.blue,
        kind: 'bars',
        data: days.map((day) => [day, Math.max(0, rate(day) + random.normal() * Math.sqrt(rate(day)) * 1.3)] as const),
      },
      {
        label: 'Omori-Utsu',
        colour: COLOURS.orange,
        kind: 'line',
        data: Array.from({ length: 120 }, (_, index) => [0.8 + index / 4, rate(0.8 + index / 4)] as const),
      },
    ],
  })
}
