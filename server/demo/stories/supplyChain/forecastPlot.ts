import { COLOURS, svgPlot } from '../../files/svgPlot.ts'
import type { Random } from '../../random.ts'
import type { Demand } from './Demand.ts'

/** Weekly history and forecast with its band. */
export function forecastPlot({ warehouse, family, weeks, mape }: Demand, random: Random): string {
  const level = random.int(900, 2400)
  const season = (week: number) => level * (1 + 0.22 * Math.sin((week / 52) * 2 * Math.PI + 2.5) + week * 0.0016)
  const history = Array.from(
    { length: 78 },
    (_, week) => [week - 77, season(week) + random.normal() * level * 0.07] as const,
  )
  const ahead = Array.from({ length: weeks + 1 }, (_, week) => [week, season(week + 77)] as const)
  const spread = (week: number) => level * (0.05 + 0.012 * week)
  return svgPlot({
    title: `Weekly demand for ${family}, ${warehouse}`,
    subtitle: `${weeks} weeks ahead with the 80 % band; back-test MAPE ${mape} %`,
    x: { label: 'Weeks from now', min: -80, max: weeks + 3 },
    y: { label: 'Units a week', min: 0, max: Math.ceil((level * 1.7) / 100) * 100 },
    series: [
      {
        label: '80 % band',
        colour: COLOURS.orange,
        kind: 'band',
        data: ahead.map(([x, y]) => [x, y - spread(x), y + spread(x)] as const),
      },
      { label: 'shipped', colour: COLOURS.blue, kind: 'line', data: history },
      { label: 'forecast', colour: COLOURS.orange, kind: 'dashed', data: ahead },
    ],
  })
}
