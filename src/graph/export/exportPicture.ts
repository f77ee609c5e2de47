import type { RunId } from '#contract/ids.ts'
import { plural } from '#src/lib/format.ts'
import type { LucideIcon } from 'lucide-react'
import { detailAt } from '../detailAt.ts'
import { write, type Brush, type Pen } from '../surface/Brush.ts'
import { FittedText } from '../surface/FittedText.ts'
import type { Area } from '../surface/GridIndex.ts'
import type { Palette } from '../surface/palette.ts'
import { paintPicture, visibleIn, type Cards } from '../surface/paintPicture.ts'
import type { Scene } from '../surface/Scene.ts'
import { withPngText } from './pngText.ts'
import { escaped, SvgPen } from './SvgPen.ts'

/** What is exported: an area of the layout in layout pixels, and its scale. */
export type Shot = {
  readonly area: Area
  /** Image pixels per layout pixel. */
  readonly zoom: number
}

export type Exported = {
  readonly scene: Scene
  readonly cards: Cards
  readonly palette: Palette
  readonly icons: ReadonlyMap<LucideIcon, Path2D>
  /** By index of the scene's frame. */
  readonly frameNames: readonly string[]
  readonly run_id: RunId
  /** Nodes of the run, including those without a card of their own. */
  readonly nodeCount: number
}

/** Margin in pixels around the whole graph. */
const MARGIN = 24
/** The longest side in pixels that browsers draw. */
const SIDE_MAX = 16_000
/** The largest number of pixels that browsers draw. */
const PIXELS_MAX = 120_000_000

/** The whole graph, with each card at its full size. */
export const wholeShot = ({ area: { left, top, right, bottom } }: Scene): Shot => ({
  area: { left: left - MARGIN, top: top - MARGIN, right: right + MARGIN, bottom: bottom + MARGIN },
  zoom: 1,
})

/** The picture as SVG text, with its origin in the metadata. O(content of the area). */
export function svgOf(from: Exported, shot: Shot): string {
  const pen = new SvgPen()
  paint(pen, from, shot, 1)
  const { width, height } = sizeOf(shot)
  const { left, top } = shot.area
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(`Graph of run ${from.run_id}`)}</title>`,
    `<metadata>${escaped(originOf(from))}</metadata>`,
    `<g transform="scale(${shot.zoom}) translate(${-left} ${-top})">`,
    pen.markup(),
    '</g>',
    '</svg>\n',
  ].join('\n')
}

/**
 * The picture as PNG, at two device pixels per pixel if browsers can draw that many, with its origin in the text chunk
 * `Source`. Rejects if the browser cannot draw it.
 */
export async function pngOf(from: Exported, wanted: Shot): Promise<Uint8Array<ArrayBuffer>> {
  const size = sizeOf(wanted)
  const most = Math.min(
    SIDE_MAX / Math.max(size.width, size.height),
    Math.sqrt(PIXELS_MAX / (size.width * size.height)),
  )
  // If it does not fit, draw the picture as it looks when zoomed out, so that its text stays readable.
  const shot = most < 1 ? { ...wanted, zoom: wanted.zoom * most } : wanted
  const ratio = Math.min(2, Math.max(1, most))
  const { width, height } = sizeOf(shot)
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * ratio)
  canvas.height = Math.ceil(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw on a canvas. Export as SVG instead.')
  const { left, top } = shot.area
  const scale = shot.zoom * ratio
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale)
  paint(context, from, shot, ratio)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('This browser cannot create an image of this size. Export as SVG instead.')
  return withPngText(new Uint8Array(await blob.arrayBuffer()), 'Source', originOf(from))
}

function paint(
  pen: Pen,
  { scene, cards, palette, icons, frameNames }: Exported,
  { area, zoom }: Shot,
  ratio: number,
): void {
  const measuring = document.createElement('canvas').getContext('2d')
  if (!measuring) throw new Error('This browser cannot measure text on a canvas.')
  const brush: Brush = {
    context: pen,
    palette,
    icons,
    text: new FittedText(measuring),
    legibility: detailAt(zoom),
    scale: zoom * ratio,
    pixel: 1 / zoom,
  }
  pen.fillStyle = palette.canvas
  pen.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top)
  const steps = paintPicture(brush, scene, cards, visibleIn(scene, cards, area))
  while (!steps.next().done);
  const size = Math.max(12, brush.legibility.textSize)
  scene.frames.forEach(({ x, y, width }, at) => {
    const line = { x: x + 10, y: y + 17 - size * 1.2, high: size * 1.2, room: width - 20 }
    write(brush, frameNames[at] ?? '', { ...line, weight: 400, size, colour: palette.dim })
  })
}

const sizeOf = ({ area: { left, top, right, bottom }, zoom }: Shot) => ({
  width: Math.ceil((right - left) * zoom),
  height: Math.ceil((bottom - top) * zoom),
})

/** The picture's origin as JSON, so that a recipient can find the run again and see what was checked. */
const originOf = ({ run_id, nodeCount }: Exported): string =>
  JSON.stringify({
    software: 'Runlens',
    run_id,
    receipt: `${plural(nodeCount, 'node')}, all from run ${run_id} · checked`,
    exported_at: new Date().toISOString(),
  })
