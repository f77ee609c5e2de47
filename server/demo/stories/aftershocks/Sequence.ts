import type { Random } from '../../random.ts'

/** A main shock and what followed it, as the fit finds it. */
export type Sequence = {
  readonly region: string
  readonly magnitude: number
  readonly events: number
  /** Magnitude above which the catalogue misses nothing, after the first day. */
  readonly complete: number
  readonly b: number
  readonly p: number
  readonly k: number
  /** What is asked for: the chance, in per cent, of another strong one within so many days. */
  readonly days: number
  readonly chance: number
}

export const sequenceOf = (random: Random): Sequence => ({
  region: random.pick(['Ridgecrest', 'Amatrice', 'Noto', 'Samos', 'Petrinja', 'Kumamoto']),
  magnitude: random.number(6.1, 7.4, 1),
  events: random.int(2100, 11_800),
  complete: random.number(1.6, 2.6, 1),
  b: random.number(0.84, 1.12, 2),
  p: random.number(0.94, 1.22, 2),
  k: random.int(140, 420),
  days: random.pick([7, 14, 30]),
  chance: random.int(4, 38),
})
