const dataOf = new WeakMap<Path2D, string>()

/** An icon's path as SVG path data. */
export const pathDataOf = (path: Path2D): string => dataOf.get(path) ?? ''

/** The shapes of a rendered icon as one path, in units of its 24 × 24 box. */
export function pathOf(svg: SVGElement): Path2D {
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
