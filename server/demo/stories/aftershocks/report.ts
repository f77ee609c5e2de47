import { dedent } from '../../dedent.ts'
import type { Sequence } from './Sequence.ts'

export const report = ({ region, magnitude, events, complete, b, p, days, chance }: Sequence) => dedent`
  # ${region} M${magnitude}: what to expect

  **Chance of M ≥ 5 within ${days} days: ${chance} %.**

  | parameter | value | meaning |
  |---|---:|---|
  | events | ${events} | within 60 km |
  | Mc | ${complete} | complete above, after day 1 |
  | b | ${b} | small to large events |
  | p | ${p} | how fast the rate falls |

  ## Method

  \`\`\`python
  rate = k / (t + c) ** p
  \`\`\`

  - completeness follows time, because the first hours are incomplete
  - the first half of the sequence forecasts the second within its interval
  - the interval comes from 20,000 simulated sequences

  > A quake larger than the main shock would start a sequence of its own; this forecast excludes it.
  `
