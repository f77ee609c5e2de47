import { GridIndex, putLine, type Area } from '#src/graph/surface/GridIndex.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const EXTENT = 4000
const AREA: Area = { left: -EXTENT, top: -EXTENT, right: EXTENT, bottom: EXTENT }
const at = fc.integer({ min: -EXTENT, max: EXTENT })
const anArea = fc.tuple(at, at, at, at).map(([a, b, c, d]): Area => ({
  left: Math.min(a, b),
  right: Math.max(a, b),
  top: Math.min(c, d),
  bottom: Math.max(c, d),
}))

const meet = (a: Area, b: Area) => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom

function found(index: GridIndex, area: Area): number[] {
  const items: number[] = []
  index.find(area, (item) => items.push(item))
  return items
}

describe('the index of what lies where', () => {
  it('tells every rectangle that an area touches, and each once', () => {
    fc.assert(
      fc.property(
        fc.array(anArea, { maxLength: 60 }),
        anArea,
        fc.integer({ min: 1, max: 400 }),
        (boxes, area, cells) => {
          const index = new GridIndex(AREA, boxes.length, cells, (put) =>
            boxes.forEach(({ left, top, right, bottom }, item) => put(item, left, top, right, bottom)),
          )
          const items = found(index, area)
          expect(new Set(items).size).toBe(items.length)
          const touched = [...boxes.keys()].filter((item) => meet(boxes[item] ?? AREA, area))
          expect(items).toEqual(expect.arrayContaining(touched))
          // The second question is answered like the first.
          expect(found(index, area)).toEqual(items)
        },
      ),
    )
  })

  it('tells every line that passes a point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(at, at, at, at), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lines, which, share) => {
          const index = new GridIndex(AREA, lines.length, 256, (put) =>
            lines.forEach(([x1, y1, x2, y2], item) => putLine(put, item, x1, y1, x2, y2, 300)),
          )
          const item = which % lines.length
          const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = lines[item] ?? []
          const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share]
          expect(found(index, { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 })).toContain(item)
        },
      ),
    )
  })

  it('puts a long slanted line in the cells along it, not in all between its ends', () => {
    let told = 0
    const index = new GridIndex(AREA, 1, 4096, (put) =>
      putLine(
        (...box) => {
          told++
          put(...box)
        },
        0,
        -EXTENT,
        -EXTENT,
        EXTENT,
        EXTENT,
        125,
      ),
    )
    expect(told / 2).toBe(64)
    expect(found(index, { left: 2000, right: 2100, top: -2100, bottom: -2000 })).toEqual([])
  })

  it('finds nothing beside the graph, and takes a graph of one point', () => {
    const index = new GridIndex({ left: 5, top: 5, right: 5, bottom: 5 }, 1, 1, (put) => put(0, 5, 5, 5, 5))
    expect(found(index, { left: 0, top: 0, right: 9, bottom: 9 })).toEqual([0])
    expect(found(index, { left: 20, top: 0, right: 30, bottom: 9 })).toEqual([])
  })
})
