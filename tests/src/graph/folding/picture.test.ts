import { namedNodeClasses } from '#src/graph/folding/NodeClasses.ts'
import { countsOf, type Picture } from '#src/graph/folding/Picture.ts'
import { pictureOf } from '#src/graph/folding/pictureOf.ts'
import { WHOLE_ZOOM } from '#src/graph/fit.ts'
import type { GraphLayout } from '#src/graph/layout/GraphLayout.ts'
import { viewportOfAll } from '#src/graph/viewportFor.ts'
import { overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import { CANVAS, drawRun, judgedOf, questionOf, type SomeRun } from '#tests/support/drawRun.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const namesOf = ({ cards, source }: Picture) =>
  cards.map((card) => (card.kind === 'node' ? source.ids[card.node] : `${card.label} × ${card.members.length}`))

/** A planner, workers at once, and a writer. */
const fanOut = (workers: number, statuses?: readonly string[]): SomeRun => ({
  labels: ['plan', ...Array.from({ length: workers }, (_, at) => `page ${at + 1}`), 'write'],
  edges: Array.from({ length: workers }, (_, at) => at + 1).flatMap((at) => [
    [0, at] as const,
    [at, workers + 1] as const,
  ]),
  ...(statuses && { statuses }),
})

const WORDS = ['plan', 'fetch', 'page 1', 'page 2', 'read (a)', 'read (b)', 'x7#2']
const STATUSES = ['completed', 'completed', 'completed', 'failed', 'running', 'pending', 'waiting_approval']
const anyRun: fc.Arbitrary<SomeRun & { readonly statuses: readonly string[] }> = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.record({
      labels: fc.array(fc.constantFrom(...WORDS), { minLength: size, maxLength: size }),
      statuses: fc.array(fc.constantFrom(...STATUSES), { minLength: size, maxLength: size }),
      edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 80 }),
    }),
  )

describe('the picture of any run', () => {
  it('shows every node once: what is visible and what is folded are the total', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 2, max: 12 }), fc.nat(39), (run, foldFrom, pinned) => {
        const { source, nodes } = questionOf(run)
        const classes = namedNodeClasses({ nodes, edges: run.edges })
        const picture = pictureOf(
          source,
          classes,
          { statuses: run.statuses, pinned },
          { foldFrom, merges: 0, opened: [], byHand: [] },
        )
        const { single, folded } = countsOf(picture)
        expect(single + folded).toBe(run.labels.length)
        const shown = picture.cards.flatMap((card) => (card.kind === 'node' ? [card.node] : card.members))
        expect(shown.toSorted((a, b) => a - b)).toEqual(run.labels.map((_, at) => at))
        expect(new Set(picture.ids).size).toBe(picture.cards.length)
        // The pinned node, and a failure among others, stand by themselves or among their like.
        for (const card of picture.cards) {
          if (card.kind === 'node') continue
          expect(card.members).not.toContain(pinned)
          const statuses = new Set(card.members.map((at) => run.statuses[at]))
          expect(statuses.has('failed') && statuses.size > 1).toBe(false)
        }
        // Every edge is drawn, but for those within a card.
        run.edges.forEach(([from, to], at) => {
          const [a, b] = [picture.cardOf[from], picture.cardOf[to]]
          const tie = picture.ties[picture.tieOf[at] ?? -1]
          expect(tie ?? [a, a]).toEqual([a, b])
        })
      }),
      { numRuns: 150 },
    )
  })

  it('has no cards that overlap and no line through a card', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const drawn = judgedOf(drawRun(run, { fold: 'all' }))
        expect(overlapsOf(drawn)).toBe(0)
        expect(throughCards(drawn)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same each time', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        expect(drawRun(run)).toEqual(drawRun(run))
      }),
      { numRuns: 20 },
    )
  })
})

describe('folding as needed', () => {
  const zoomOf = (layout: GraphLayout) => viewportOfAll(layout.bounds, CANVAS).zoom

  it('leaves a run that is readable whole as it is', () => {
    const { picture } = drawRun(fanOut(5))
    expect(countsOf(picture)).toMatchObject({ cards: 7, folded: 0 })
  })

  it('folds a fan-out of 300 into one card, and the whole is readable', () => {
    const { picture, layout } = drawRun(fanOut(300))
    expect(namesOf(picture)).toEqual(['n0', 'page × 300', 'n301'])
    expect(picture.ties).toHaveLength(2)
    expect(zoomOf(layout)).toBeGreaterThanOrEqual(WHOLE_ZOOM)
  })

  it('folds the class of the most members first, and no other where that is enough', () => {
    const { labels, edges } = fanOut(60)
    const last = labels.length - 1
    const picture = drawRun({
      labels: [...labels, 'check 1', 'check 2'],
      edges: [...edges, [last, last + 1], [last, last + 2]],
    }).picture
    expect(namesOf(picture)).toEqual(['n0', 'page × 60', 'n61', 'n62', 'n63'])
  })

  it('draws failures out of their class, with their own edges, and tells of them', () => {
    const statuses = Array.from({ length: 302 }, (_, at) => (at === 7 || at === 99 ? 'failed' : 'completed'))
    const { picture } = drawRun(fanOut(300, statuses))
    expect(namesOf(picture)).toEqual(['n0', 'page × 298', 'n7', 'n99', 'n301'])
    expect(picture.cards.find(({ kind }) => kind === 'fold')).toMatchObject({ drawnOut: 2 })
    expect(picture.ties).toHaveLength(6)
  })

  it('draws the selected node out, and its class stays the card that it was, whichever node that is', () => {
    const before = drawRun(fanOut(300)).picture
    const [, fold] = before.ids
    for (const pinned of [1, 150]) {
      const { picture } = drawRun(fanOut(300), { pinned, before: { ...before.foldDepth, isFixed: true } })
      expect(picture.ids).toContain(fold)
      expect(picture.ids).toContain(`n${pinned}`)
      expect(countsOf(picture)).toMatchObject({ single: 3, folded: 299 })
    }
  })

  it('keeps a card for its class when members come', () => {
    const [, fold] = drawRun(fanOut(300)).picture.ids
    expect(drawRun(fanOut(340)).picture.ids).toContain(fold)
  })

  it('folds a loop that telemetry unrolled in place', () => {
    const rounds = Array.from({ length: 40 }, (_, at) => at + 1)
    const labels = ['plan', ...rounds.map((round) => (round === 1 ? 'writer' : `writer#${round}`)), 'end']
    const edges = labels.slice(1).map((_, at) => [at, at + 1] as const)
    const { picture } = drawRun({ labels, edges }, { fold: 'all' })
    expect(picture.cards).toHaveLength(3)
    expect(picture.cards[1]).toMatchObject({ kind: 'fold', label: 'writer', rounds: 40 })
  })

  it('opens a class in the graph where asked, by any of its members, and everything or nothing', () => {
    expect(countsOf(drawRun(fanOut(300), { opened: [12] }).picture)).toMatchObject({ cards: 302, folds: 0 })
    expect(countsOf(drawRun(fanOut(300), { fold: 'none' }).picture)).toMatchObject({ cards: 302, folds: 0 })
    expect(countsOf(drawRun(fanOut(5), { fold: 'all' }).picture)).toMatchObject({ cards: 3, folded: 5 })
  })

  it('takes the classes that were found before for those of the same nodes', () => {
    const first = drawRun(fanOut(300)).picture
    expect(drawRun(fanOut(300), { nodes: first.classes }).picture).toEqual(first)
  })
})
