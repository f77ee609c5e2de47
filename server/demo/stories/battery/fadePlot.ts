import { COLOURS, svgPlot } from '../../files/svgPlot.ts'
import type { Random } from '../../random.ts'
import { capacity, type Cells } from './Cells.ts'

export function fadePlot({ batch, count, celsius, cycles, knee, rate, end }: Cells, random: Random): string {
  const fade = (n: number) => capacity(rate, knee, n)
  const horizon = Math.max(cycles, end) + 40
  const steps = Array.from({ length: 61 }, (_, index) => (index * cycles) / 60)
  const dots = steps.flatMap((n) =>
    Array.from({ length: 4 }, () => [n, fade(n) + random.normal() * (0.5 + n / 1500)] as const),
  )
  return svgPlot({
    title: `Capacity of batch ${batch} at ${celsius} °C`,
    subtitle: `${count} cells; square-root fade with a knee at ${knee} cycles`,
    x: { label: 'Full cycles', min: 0, max: horizon },
    y: { label: 'Capacity (% of the first check-up)', min: 64, max: 102 },
    series: [
      { label: 'check-ups', colour: COLOURS.grey, kind: 'points', data: dots },
      {
        label: 'fit with knee',
        colour: COLOURS.blue,
        kind: 'line',
        data: [...steps, horizon].map((n) => [n, fade(n)] as const),
      },
      {
        label: 'end of warranty',
        colour: COLOURS.orange,
        kind: 'dashed',
        data: [
          [0, 80],
          [horizon, 80],
        ],
      },
    ],
  })
}
