import { dedent } from '../dedent.ts'
import { csv } from '../files/csv.ts'
import { json } from '../files/json.ts'
import type { Random } from '../random.ts'
import { aSku } from '../stories/names.ts'
import type { Demand } from '../stories/supplyChain/Demand.ts'

export const SUPPLIERS = 38

export const planText = ({ warehouse, family, weeks }: Demand) => dedent`
  # Plan: ${family}, ${warehouse}

  1. \`step_1\` forecast demand for ${weeks} weeks
  2. \`step_2\` collect lead times of ${SUPPLIERS} suppliers
  3. in parallel: \`step_3\` simulate, \`step_4\` closed formula
  4. \`step_5\` compare, then review and **human approval**
  5. \`step_6\` write the order proposal
  `

export const simulation = (skus: number) => dedent`
  """Safety stocks by simulation: demand and lead time drawn together."""
  import numpy as np

  rng = np.random.default_rng(2026)
  paths, skus = 10_000, ${skus}
  demand = bootstrap_weeks(history, paths, rng)        # keeps bursts together
  lead = rng.choice(lead_times, size=(paths, skus))
  cover = np.quantile(demand_over(demand, lead), 0.97, axis=0)
  served = (demand_over(demand, lead) <= cover).mean()
  print(f"{paths} paths x {skus} SKUs")
  print(f"service level  {served:.1%}")
  print(f"stock value    {(cover * price).sum() / 1000:.0f} kEUR")
  `

export const leadTimeTable = (random: Random) =>
  csv(
    ['supplier', 'order', 'ordered', 'days'],
    Array.from({ length: SUPPLIERS }, (_, index) => `S-${String(index + 1).padStart(3, '0')}`).flatMap((supplier) => {
      const mean = random.int(6, 31)
      return Array.from(
        { length: 9 },
        (_, order) =>
          [
            supplier,
            order + 1,
            `2025-${String(order + 3).padStart(2, '0')}-${random.int(10, 28)}`,
            Math.max(2, Math.round(mean + random.normal() * mean * 0.2)),
          ] as const,
      )
    }),
  )

export const proposal = (
  { warehouse, family, skus, weeks, mape, naive }: Demand,
  simulated: number,
  formula: number,
) => dedent`
  # Order proposal: ${family}, ${warehouse}

  | | simulation | formula |
  |---|---:|---:|
  | service level | 97.1 % | 97.0 % |
  | stock value | ${simulated} k€ | ${formula} k€ |

  The forecast covers ${skus} SKUs for ${weeks} weeks (MAPE ${mape} %, naive ${naive} %).

  ## Order first

  - the two single-source SKUs, with a week of extra cover
  - everything whose stock ends before the next review

  \`\`\`python
  cover = np.quantile(demand_over(demand, lead), 0.97, axis=0)
  \`\`\`

  Approved by a person before it was written.
  `

export const order = ({ warehouse, family }: Demand, simulated: number, random: Random) =>
  json({
    warehouse,
    family,
    stock_value_keur: simulated,
    service_level: 0.971,
    lines: Array.from({ length: 24 }, (_, index) => ({
      sku: aSku(random),
      supplier: `S-${String(random.int(1, SUPPLIERS)).padStart(3, '0')}`,
      quantity: random.int(4, 90) * 10,
      single_source: index < 2,
    })),
  })
