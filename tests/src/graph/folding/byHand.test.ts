import { countsOf, type Picture } from '#src/graph/folding/Picture.ts'
import type { PictureQuestion } from '#src/graph/layout/drawPicture.ts'
import { drawRun, SAMPLED, type SomeRun } from '#tests/support/drawRun.ts'
import { describe, expect, it } from 'vitest'

/** `plan`, an agent `a` with a reader `r` of its own, who has two steps, and `end`. */
const nested: SomeRun = {
  labels: ['plan', 'a', 'a read', 'r', 'r look', 'r note', 'a say', 'end'],
  edges: [0, 1, 2, 3, 4, 5, 6].map((at) => [at, at + 1] as const),
  parents: { 2: 1, 3: 1, 4: 3, 5: 3, 6: 1 },
}

const shown = ({ cards, source }: Picture) =>
  cards.map((card) => (card.kind === 'node' ? source.ids[card.node] : `${card.label} × ${card.members.length}`))
const one = (leader: number) => ({ leader, isAlike: false })
const pictureWith = (run: SomeRun, byHand: PictureQuestion['byHand'], over: Partial<PictureQuestion> = {}) =>
  drawRun(run, { byHand, ...over }).picture

describe('a group that is folded by hand', () => {
  it('is one card of all that stands under its leader, others stay as they are, and every node is counted', () => {
    const inner = pictureWith(nested, [one(3)])
    expect(shown(inner)).toEqual(['n0', 'n1', 'n2', 'r, 3 kinds × 3', 'n6', 'n7'])
    const outer = pictureWith(nested, [one(1)])
    expect(shown(outer)).toEqual(['n0', 'a, 6 kinds × 6', 'n7'])
    for (const picture of [inner, outer]) expect(countsOf(picture).nodes).toBe(8)
  })

  it('counts as a part of a group around it that is folded too, and is folded still when that opens', () => {
    expect(shown(pictureWith(nested, [one(3), one(1)]))).toEqual(['n0', 'a, 6 kinds × 6', 'n7'])
    expect(shown(pictureWith(nested, [one(1), one(3)]))).toEqual(['n0', 'a, 6 kinds × 6', 'n7'])
    expect(shown(pictureWith(nested, [one(3)]))).toContain('r, 3 kinds × 3')
  })

  it('stands in the frame of the group around it', () => {
    const { picture, layout } = drawRun(nested, { byHand: [one(3)] })
    expect(layout.frames.map(({ leader }) => picture.ids[leader])).toEqual(['n1'])
    const [frame] = layout.frames
    const card = layout.positions[picture.cardOf[3] ?? -1]
    expect(frame && card && card.y > frame.y && card.y + card.height < frame.y + frame.height).toBe(true)
  })

  it.each(['failed', 'running', 'waiting_approval'])('has what is %s beside it, in one frame with it', (status) => {
    const statuses = nested.labels.map((_, at) => (at === 4 ? status : 'completed'))
    const { picture, layout } = drawRun({ ...nested, statuses }, { byHand: [one(1)] })
    // What follows it stands after it.
    expect(shown(picture)).toEqual(['n0', 'a, 6 kinds × 3', 'n4', 'a, 6 kinds × 2', 'n7'])
    expect(picture.cards[1]).toMatchObject({ drawnOut: 1 })
    expect(countsOf(picture)).toMatchObject({ nodes: 8, single: 3, folded: 5 })
    expect(layout.frames.map(({ leader }) => leader)).toContain(1)
  })

  it('has the open node beside it', () => {
    expect(pictureWith(nested, [one(1)], { pinned: 6 }).ids).toContain('n6')
  })

  it('shows many failures of it as one card', () => {
    const steps = Array.from({ length: 20 }, (_, at) => at + 1)
    const run: SomeRun = {
      labels: ['a', ...steps.map((step) => `step ${String.fromCodePoint(96 + step)}`)],
      edges: steps.map((step) => [0, step] as const),
      parents: Object.fromEntries(steps.map((step) => [step, 0])),
      statuses: ['completed', ...steps.map((step) => (step % 2 === 0 ? 'failed' : 'completed'))],
    }
    expect(shown(pictureWith(run, [one(0)]))).toEqual(['a, 21 kinds × 11', 'a, 21 kinds × 10'])
  })

  it('stays the same card when members come and when one of them is drawn out', () => {
    const before = pictureWith(nested, [one(3)])
    const id = before.ids[before.cardOf[3] ?? -1]
    const grown = pictureWith(
      {
        ...nested,
        labels: [...nested.labels, 'r more'],
        edges: [...nested.edges, [3, 8]],
        parents: { ...nested.parents, 8: 3 },
      },
      [one(3)],
    )
    expect(grown.ids[grown.cardOf[8] ?? -1]).toBe(id)
    expect(pictureWith(nested, [one(3)], { pinned: 5 }).ids).toContain(id)
  })

  it('is parted where a way leads out of it and back, for one card would stand before and after what is between', () => {
    const run: SomeRun = {
      labels: ['a', 'ask', 'tool', 'read', 'end'],
      edges: [0, 1, 2, 3].map((at) => [at, at + 1] as const),
      parents: { 1: 0, 3: 0 },
    }
    expect(shown(pictureWith(run, [one(0)]))).toEqual(['a, 3 kinds × 2', 'n2', 'n3', 'n4'])
  })

  it('is nothing where its node leads none, or where all groups are folded already', () => {
    expect(shown(pictureWith(nested, [one(7)]))).toEqual(shown(pictureWith(nested, [])))
    const all = pictureWith(nested, [], { fold: 'all' })
    expect(shown(pictureWith(nested, [one(3)], { fold: 'all' }))).toEqual(shown(all))
  })

  it('leads to the same picture of everything else', () => {
    expect(shown(pictureWith(SAMPLED, [{ leader: 1, isAlike: true }]))).toEqual(['n0', 'sample, 3 kinds × 90', 'n91'])
    const single = pictureWith(SAMPLED, [one(4)])
    expect(shown(single)).toEqual(['n0', 'sample × 29', 'align × 29', 'sort × 29', 'sample 1, 3 kinds × 3', 'n91'])
    // What was folded by hand is not what must be seen.
    expect(single.cards[1]).toMatchObject({ drawnOut: 0 })
  })
})
