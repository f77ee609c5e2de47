import type { Random } from '../../random.ts'

export type Cells = {
  readonly batch: string
  readonly count: number
  readonly celsius: number
  readonly cycles: number
  readonly knee: number
  /** Per cent of capacity lost per square root of a cycle. */
  readonly rate: number
  /** Cycles after which 80 % is reached. */
  readonly end: number
  /** Of the fit, in per cent. */
  readonly rmse: number
}

export function cellsOf(random: Random): Cells {
  const cycles = random.int(780, 1460)
  const knee = Math.round(cycles * random.number(0.68, 0.82, 2))
  const rate = random.number(0.28, 0.47, 3)
  return {
    batch: `NMC-${random.int(21, 28)}-${random.pick(['A', 'B', 'C', 'D'])}`,
    count: random.int(18, 64),
    celsius: random.pick([25, 35, 45]),
    cycles,
    knee,
    rate,
    end: endOf(rate, knee),
    rmse: random.number(0.21, 0.62, 2),
  }
}

/** Per cent of capacity after `n` cycles: a square root, and a straight loss on top after the knee. */
export const capacity = (rate: number, knee: number, n: number): number =>
  100 - rate * Math.sqrt(n) - Math.max(0, n - knee) * 0.028

function endOf(rate: number, knee: number): number {
  let n = knee
  while (capacity(rate, knee, n) > 80) n += 1
  return n
}
