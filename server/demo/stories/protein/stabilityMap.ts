import { DIVERGING } from '../../files/Canvas.ts'
import { heatMap } from '../../files/heatMap.ts'
import type { Random } from '../../random.ts'
import { ACIDS, type Screen } from './Screen.ts'

export function stabilityMap({ enzyme, structure, first, gain }: Screen, random: Random): Uint8Array<ArrayBuffer> {
  const positions = Array.from({ length: 56 }, (_, index) => first + index)
  const burial = positions.map((_, index) => 1.2 + 1.4 * Math.sin(index / 2.7) + random.normal() * 0.4)
  const name = enzyme.replace('β', 'beta')
  return heatMap({
    title: `${name} ${structure}: ddG of single mutants`,
    subtitle: 'kcal/mol, blue stabilises, red destabilises. rows: new amino acid, columns: position',
    columns: positions.map((position) => (position % 5 === 0 ? String(position) : '')),
    rows: ACIDS,
    values: ACIDS.map((acid) =>
      burial.map(
        (buried) =>
          (acid === 'P' ? 2.2 : 0) + buried * (/[DEKRNQ]/.test(acid) ? 1.1 : 0.3) - 0.9 + random.normal() * 0.5,
      ),
    ),
    low: Math.floor(gain),
    high: -Math.floor(gain),
    ramp: DIVERGING,
  })
}
