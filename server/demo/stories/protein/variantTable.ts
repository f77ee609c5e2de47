import { csv } from '../../files/csv.ts'
import type { Random } from '../../random.ts'
import { ACIDS, type Screen } from './Screen.ts'

export function variantTable({ first }: Screen, random: Random): string {
  const rows = Array.from({ length: 20 }, (_, index) => first + index).flatMap((position) => {
    const wild = random.pick(['A', 'G', 'S', 'T', 'L', 'V', 'N', 'D'])
    return ACIDS.filter((acid) => acid !== wild).map((acid) => {
      const physics = random.number(-2, 4, 2)
      return [
        `${wild}${position}${acid}`,
        position,
        wild,
        acid,
        physics,
        Number((physics * 0.6 + random.normal() * 0.5).toFixed(2)),
        random.number(0, 1, 2),
      ] as const
    })
  })
  return csv(['variant', 'position', 'wild_type', 'mutant', 'ddg_physics', 'ddg_model', 'burial'], rows)
}
