import type { Random } from '../../random.ts'

export const ACIDS = 'ACDEFGHIKLMNPQRSTVWY'.split('')

export type Screen = {
  readonly enzyme: string
  readonly structure: string
  readonly residues: number
  readonly first: number
  readonly best: string
  /** kcal/mol, negative is more stable. */
  readonly gain: number
  /** Single mutants scored, and how many of them stabilise. */
  readonly variants: number
  readonly stable: number
  /** Correlation of the scores with measurements. */
  readonly pearson: number
  /** Seconds that the scan took by its own clock. */
  readonly clock: number
}

export function screenOf(random: Random): Screen {
  const first = random.int(41, 160)
  const enzyme = random.pick(['lipase B', 'PET hydrolase', 'β-lactamase', 'subtilisin', 'xylanase'])
  const structure = `${random.int(1, 8)}${random.pick(['TCA', 'EQE', 'XJ3', 'M40', 'QGJ', 'H1M'])}`
  const residues = random.int(181, 342)
  return {
    enzyme,
    structure,
    residues,
    first,
    best: `${random.pick(['S', 'A', 'N', 'G', 'D'])}${first + random.int(2, 20)}${random.pick(['P', 'F', 'I', 'Y', 'L'])}`,
    gain: random.number(-3.4, -1.3, 2),
    variants: (residues - 20) * 19,
    pearson: random.number(0.58, 0.74, 2),
    stable: random.int(14, 60),
    clock: random.int(80, 190),
  }
}
