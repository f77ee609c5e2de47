import { csv } from '../../files/csv.ts'
import { aSku } from '../names.ts'
import type { Random } from '../../random.ts'
import type { Demand } from './Demand.ts'

/** Forty SKUs by week, lower, middle and upper quantile. */
export function forecastTable({ weeks }: Demand, random: Random): string {
  const rows = Array.from({ length: 40 }, () => aSku(random)).flatMap((sku) => {
    const level = random.int(12, 190)
    return Array.from({ length: weeks }, (_, week) => {
      const middle = Math.max(1, Math.round(level * (1 + 0.01 * week) + random.normal() * 3))
      return [sku, week + 1, Math.round(middle * 0.8), middle, Math.round(middle * 1.27)] as const
    })
  })
  return csv(['sku', 'week', 'p10', 'p50', 'p90'], rows)
}
