import { VIRIDIS } from '../../files/Canvas.ts'
import { heatMap } from '../../files/heatMap.ts'
import type { Random } from '../../random.ts'
import { type Evaluation, QUEUES } from './Evaluation.ts'

export function confusion({ version, tickets, after, weak }: Evaluation, random: Random): Uint8Array<ArrayBuffer> {
  const values = QUEUES.map((actual, row) => {
    const right = Math.round(after + (actual === weak ? -11 : 3) + random.normal())
    const weights = QUEUES.map((_, column) => (column === row ? 0 : random.number(0.4, 2, 2)))
    const sum = weights.reduce((a, b) => a + b, 0)
    return QUEUES.map((_, column) =>
      column === row ? right : Math.round(((100 - right) * (weights[column] ?? 0)) / sum),
    )
  })
  return heatMap({
    title: `Router ${version}: confusion in %`,
    subtitle: `${tickets} tickets. rows: true queue, columns: routed to`,
    columns: QUEUES,
    rows: QUEUES,
    values,
    low: 0,
    high: 100,
    ramp: VIRIDIS,
    figure: String,
  })
}
