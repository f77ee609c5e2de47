import type { Random } from '../../random.ts'

export type Demand = {
  readonly warehouse: string
  readonly family: string
  readonly skus: number
  readonly weeks: number
  /** Per cent. */
  readonly naive: number
  readonly mape: number
}

export function demandOf(random: Random): Demand {
  const naive = random.number(19, 31, 1)
  return {
    warehouse: random.pick(['Rotterdam', 'Leipzig', 'Gdańsk', 'Lyon', 'Bilbao', 'Aarhus', 'Porto', 'Graz']),
    family: random.pick([
      'filters',
      'pump seals',
      'bearings',
      'control boards',
      'hydraulic hoses',
      'gearboxes',
      'sensors',
    ]),
    skus: random.int(180, 960),
    weeks: random.pick([8, 10, 12, 13]),
    naive,
    mape: Number((naive * random.number(0.48, 0.66, 2)).toFixed(1)),
  }
}
