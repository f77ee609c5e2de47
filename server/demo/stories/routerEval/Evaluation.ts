import type { Random } from '../../random.ts'

export const QUEUES = ['billing', 'login', 'refund', 'outage', 'other'] as const

export type Evaluation = {
  readonly version: string
  readonly tickets: number
  /** Per cent, before and after. */
  readonly before: number
  readonly after: number
  readonly weak: (typeof QUEUES)[number]
  /** The share of the traffic, in per cent, that is asked about. */
  readonly share: number
}

export function evaluationOf(random: Random): Evaluation {
  const before = random.number(78, 86, 1)
  return {
    version: `v${random.int(3, 9)}.${random.int(0, 14)}`,
    tickets: random.int(600, 2400),
    before,
    after: Number((before + random.number(2.4, 7.8, 1)).toFixed(1)),
    weak: random.pick(['refund', 'other', 'login']),
    share: random.int(31, 58),
  }
}
