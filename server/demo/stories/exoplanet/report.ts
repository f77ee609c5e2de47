import { dedent } from '../../dedent.ts'
import type { Star } from './Star.ts'

export const report = (star: Star) => dedent`
  # ${star.name}: one transit candidate

  The light curve of sector ${star.sector} holds a periodic dip that passes every test we ran.

  | quantity | value |
  |---|---:|
  | period | ${star.period} d |
  | depth | ${star.depth} ppm |
  | duration | ${star.duration} h |
  | SNR | ${star.snr} |
  | radius, from depth | ${star.radius} R⊕ |

  ## How it was found

  \`\`\`python
  bls = BoxLeastSquares(t, flat)
  power = bls.power(grid, durations, objective="snr")
  \`\`\`

  ## Tests

  - odd and even transits have the same depth
  - no secondary eclipse at phase 0.5
  - the centroid does not move in transit
  - no known planet or binary at this place

  ## Advice

  One reconnaissance spectrum rules out the remaining scenario, a grazing binary of similar stars.
  `
