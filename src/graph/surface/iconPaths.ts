import { NODE_TYPE_ICONS } from '#src/theme/nodeTypeToken.ts'
import { STATUS_ICONS } from '#src/theme/statusTokens.ts'
import { Mail, type LucideIcon } from 'lucide-react'

/** The icons that the picture has, in the order in which `IconSheet` draws them. */
export const ICONS: readonly LucideIcon[] = [...new Set([...NODE_TYPE_ICONS, ...STATUS_ICONS, Mail])]

/** The lines of drawn icons, for painting them: the icons are components, which only the page can draw. */
export function iconPathsIn(sheet: Element): ReadonlyMap<LucideIcon, Path2D> {
  const drawn = [...sheet.querySelectorAll('svg')]
  return new Map(
    ICONS.flatMap((Icon, index) => {
      const svg = drawn[index]
      return svg ? [[Icon, pathOf(svg)] as const] : []
    }),
  )
}

function pathOf(svg: SVGElement): Path2D {
  const whole = new Path2D()
  for (const shape of svg.children) {
    const n = (name: string) => Number(shape.getAttribute(name) ?? 0)
    switch (shape.tagName.toLowerCase()) {
      case 'path':
        whole.addPath(new Path2D(shape.getAttribute('d') ?? ''))
        break
      case 'circle':
        whole.moveTo(n('cx') + n('r'), n('cy'))
        whole.arc(n('cx'), n('cy'), n('r'), 0, 2 * Math.PI)
        break
      case 'rect':
        whole.roundRect(n('x'), n('y'), n('width'), n('height'), n('rx'))
        break
      case 'line':
        whole.moveTo(n('x1'), n('y1'))
        whole.lineTo(n('x2'), n('y2'))
        break
      case 'polyline':
        whole.addPath(new Path2D(`M${shape.getAttribute('points') ?? ''}`))
        break
    }
  }
  return whole
}
