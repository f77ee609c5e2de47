import { NODE_TYPE_ICONS } from '#src/theme/nodeTypeToken.ts'
import { STATUS_ICONS } from '#src/theme/statusTokens.ts'
import { Mail, type LucideIcon } from 'lucide-react'

/** The icons used in the picture, in the order in which `IconSheet` renders them. */
export const ICONS: readonly LucideIcon[] = [...new Set([...NODE_TYPE_ICONS, ...STATUS_ICONS, Mail])]

/**
 * Extracts the paths of rendered icons for painting: the icons are components, so they must be rendered in the page.
 */
export function iconPathsIn(sheet: Element): ReadonlyMap<LucideIcon, Path2D> {
  const drawn = [...sheet.querySelectorAll('svg')]
  return new Map(
    ICONS.flatMap((Icon, index) => {
      const svg = drawn[index]
      return svg ? [[Icon, pathOf(svg)] as const] : []
    }),
  )
}

const dataOf = new WeakMap<Path2D, string>()

/** An icon's path as SVG path data. */
export const pathDataOf = (path: Path2D): string => dataOf.get(path) ?? ''

function pathOf(svg: SVGElement): Path2D {
  // Each shape starts at the origin again, because its first point may be relative.
  const data = [...svg.children].map((shape) => `M0 0${shapeData(shape)}`).join('')
  const path = new Path2D(data)
  dataOf.set(path, data)
  return path
}

/** One shape as path data; empty for a kind that our icons do not use. */
function shapeData(shape: Element): string {
  const n = (name: string) => Number(shape.getAttribute(name) ?? 0)
  switch (shape.tagName.toLowerCase()) {
    case 'path':
      return shape.getAttribute('d') ?? ''
    case 'circle':
      return `M${n('cx') + n('r')} ${n('cy')}a${n('r')} ${n('r')} 0 1 1 ${-2 * n('r')} 0a${n('r')} ${n('r')} 0 1 1 ${2 * n('r')} 0`
    case 'rect': {
      const [r, wide, high] = [n('rx'), n('width') - 2 * n('rx'), n('height') - 2 * n('rx')]
      const round = (x: number, y: number) => `a${r} ${r} 0 0 1 ${x} ${y}`
      return `M${n('x') + r} ${n('y')}h${wide}${round(r, r)}v${high}${round(-r, r)}h${-wide}${round(-r, -r)}v${-high}${round(r, -r)}`
    }
    case 'line':
      return `M${n('x1')} ${n('y1')}L${n('x2')} ${n('y2')}`
    case 'polyline':
      return `M${shape.getAttribute('points') ?? ''}`
    default:
      return ''
  }
}
