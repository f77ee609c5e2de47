import { axisHeight, headHeight } from './chartModel.ts'
import { NOTHING, type Hovered } from './chartStore.ts'
import { markUnder } from './layoutTimeline.ts'
import type { Picture } from './picture.ts'

/**
 * The item at a pixel of the canvas: the topmost bar, or else a gap, by its label or, if collapsed, its whole band.
 */
export function hitAt({ model, scale, marks }: Picture, x: number, y: number): Hovered {
  const head = headHeight(model)
  const mark = y < head ? undefined : markUnder(marks, x, y - head)
  if (mark) return { kind: 'mark', mark }
  const time = scale.t(x)
  const gap = model.gaps.findIndex((each) => each.from <= time && time < each.to)
  const isName = y >= axisHeight && y < head
  return gap >= 0 && (isName || model.gaps[gap]?.isFolded === true) ? { kind: 'gap', gap } : NOTHING
}
