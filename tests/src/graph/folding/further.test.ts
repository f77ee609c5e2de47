import { WHOLE_ZOOM } from '#src/graph/fit.ts'
import { namedNodeClasses, withTree } from '#src/graph/folding/NodeClasses.ts'
import { minimumCards } from '#src/graph/folding/minimumCards.ts'
import { countsOf, openedWithout, type Picture } from '#src/graph/folding/Picture.ts'
import { pictureOf } from '#src/graph/folding/pictureOf.ts'
import type { PictureQuestion } from '#src/graph/layout/drawPicture.ts'
import { viewportOfAll } from '#src/graph/viewportFor.ts'
import { overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import { CANVAS, drawRun, judgedOf, questionOf, SAMPLED, type Pairs, type SomeRun } from '#tests/support/drawRun.ts'
import { randomOf } from '#tests/support/graphFamilies.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const zoomOf = (run: SomeRun, over: Partial<PictureQuestion> = {}) =>
  viewportOfAll(drawRun(run, over).layout.bounds, CANVAS).zoom

const WORDS = ['plan', 'fetch', 'page 1', 'page 2', 'A:sort', 'A:index', 'B:sort', 'x7#2']
const STATUSES = ['completed', 'completed', 'completed', 'failed', 'running']

/** Any run without cycles, some of its nodes in groups. */
const anyRun: fc.Arbitrary<SomeRun & { readonly statuses: readonly string[] }> = fc
  .integer({ min: 2, max: 40 })
  .chain((size) =>
    fc.record({
      labels: fc.array(fc.constantFrom(...WORDS), { minLength: size, maxLength: size }),
      statuses: fc.array(fc.constantFrom(...STATUSES), { minLength: size, maxLength: size }),
      edges: fc
        .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 80 })
        .map((pairs) => pairs.filter(([a, b]) => a < b)),
      parents: fc.dictionary(fc.nat(size - 1).map(String), fc.nat(size - 1), { maxKeys: 12 }),
    }),
  )

function hasCycle({ cards, ties }: Picture): boolean {
  const waits = cards.map(() => 0)
  for (const [, to] of ties) waits[to] = (waits[to] ?? 0) + 1
  const free = [...waits.keys()].filter((card) => waits[card] === 0)
  let done = 0
  for (let card = free.pop(); card !== undefined; card = free.pop()) {
    done++
    for (const [from, to] of ties) {
      if (from !== card) continue
      waits[to] = (waits[to] ?? 0) - 1
      if (waits[to] === 0) free.push(to)
    }
  }
  return done < cards.length
}

/** Steps of all kinds, each after one to three of those shortly before it: nothing that folds by kind. */
function manyKinds(count: number, seed = 1): SomeRun {
  const random = randomOf(seed)
  const edges: [number, number][] = []
  for (let node = 1; node < count; node++) {
    for (let edge = 1 + Math.floor(random() * 3); edge > 0; edge--)
      edges.push([Math.max(0, node - 1 - Math.floor(random() * 12)), node])
  }
  const word = (at: number) => String.fromCodePoint(97 + Math.floor(at / 26), 97 + (at % 26))
  return { labels: Array.from({ length: count }, (_, at) => `step-${word(at)}`), edges }
}

describe('what folds further than classes', () => {
  it('closes no cycle, loses no node and hides no failure, however much is folded and opened', () => {
    fc.assert(
      fc.property(
        anyRun,
        fc.nat(40),
        fc.nat(39),
        fc.array(fc.nat(39), { maxLength: 3 }),
        fc.array(fc.record({ one: fc.nat(11), isAlike: fc.boolean() }), { maxLength: 4 }),
        (run, more, pinned, opens, folds) => {
          const { source, nodes, statuses } = questionOf(run)
          const classes = withTree(namedNodeClasses({ nodes, edges: run.edges }), run.edges)
          const merges = Math.min(more, classes.tree.labels.length)
          const opened = opens.filter((node) => node < nodes.length)
          const leaders = Object.values(run.parents ?? {})
          const byHand = folds.flatMap(({ one, isAlike }) =>
            leaders.slice(one, one + 1).map((leader) => ({ leader, isAlike })),
          )
          const picture = pictureOf(source, classes, { statuses, pinned }, { foldFrom: 2, merges, opened, byHand })
          const shown = picture.cards.flatMap((card) => (card.kind === 'node' ? [card.node] : card.members))
          expect(shown.toSorted((a, b) => a - b)).toEqual(run.labels.map((_, at) => at))
          expect(new Set(picture.ids).size).toBe(picture.cards.length)
          expect(hasCycle(picture)).toBe(false)
          for (const card of picture.cards) {
            if (card.kind === 'node') continue
            expect(card.members).not.toContain(pinned)
            const within = new Set(card.members.map((at) => statuses[at]))
            expect(within.has('failed') && within.size > 1).toBe(false)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('has never fewer cards than are told without drawing, and as many where nothing is drawn out', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(40), fc.constantFrom(2, 3, Infinity), (run, more, foldFrom) => {
        const { source, nodes, statuses } = questionOf(run)
        const classes = withTree(namedNodeClasses({ nodes, edges: run.edges }), run.edges)
        const far = { foldFrom, merges: Math.min(more, classes.tree.labels.length) }
        const cardsWith = (standing: readonly string[]) =>
          pictureOf(source, classes, { statuses: standing, pinned: -1 }, { ...far, opened: [], byHand: [] }).cards
            .length
        const least = minimumCards(classes, far)
        expect(cardsWith(statuses)).toBeGreaterThanOrEqual(least)
        expect(cardsWith(statuses.map(() => 'completed'))).toBe(least)
      }),
    )
  })

  it.each([60, 200, 600, 3000])(
    'makes %i steps of as many kinds readable whole, and no smaller than needed',
    (count) => {
      const run = manyKinds(count)
      const { picture } = drawRun(run)
      expect(zoomOf(run)).toBeGreaterThanOrEqual(WHOLE_ZOOM)
      expect(picture.cards.length).toBeGreaterThan(5)
      expect(countsOf(picture).nodes).toBe(count)
    },
  )

  it('leaves a run of thirty nodes as it is, and of larger ones a dozen cards, however small the canvas is', () => {
    const phone = { width: 390, height: 560 }
    const toFlowNodes = (count: number) => drawRun(manyKinds(count), { canvas: phone }).picture.cards.length
    expect(toFlowNodes(30)).toBe(30)
    expect(toFlowNodes(60)).toBeGreaterThan(6)
    expect(toFlowNodes(60)).toBeLessThanOrEqual(12)
  })

  it('is named by what its kinds have in common, or by its ends, with how many kinds there are', () => {
    const labels = ['plan', 'QC:TRIM', 'QC:FASTQC', 'ALIGN:SORT', 'ALIGN:INDEX', 'report']
    const edges: Pairs = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]
    const { source, nodes, statuses } = questionOf({ labels, edges })
    const classes = withTree(namedNodeClasses({ nodes, edges }), edges)
    const namesAt = (merges: number) =>
      pictureOf(
        source,
        classes,
        { statuses, pinned: -1 },
        { foldFrom: 2, merges, opened: [], byHand: [] },
      ).cards.flatMap((card) => (card.kind === 'fold' ? card.label : []))
    expect(namesAt(2)).toEqual(['QC, 2 kinds', 'ALIGN, 2 kinds'])
    expect(namesAt(classes.tree.labels.length)).toEqual(['plan … report, 6 kinds'])
  })

  it('draws a failure out with its class, and parts what is left so that it stands before or after it', () => {
    const run = manyKinds(200)
    const before = drawRun(run).picture
    const statuses = run.labels.map((_, at) => (at === 150 ? 'failed' : 'completed'))
    const after = drawRun({ ...run, statuses }, { before: { ...before.foldDepth, isFixed: true } }).picture
    expect(after.ids).toContain('n150')
    expect(hasCycle(after)).toBe(false)
    expect(after.cards.length).toBeLessThanOrEqual(before.cards.length + 2)
  })

  it('opens by any of its nodes, a level each time, and folds again', () => {
    const run = manyKinds(200)
    const before = drawRun(run).picture
    const [fold] = before.cards.filter(({ kind }) => kind === 'fold')
    const [node = 0] = fold?.kind === 'fold' ? fold.members : []
    const far = { ...before.foldDepth, isFixed: true }
    const once = drawRun(run, { opened: [node], before: far }).picture
    const twice = drawRun(run, { opened: [node, node], before: far }).picture
    expect(once.cards.length).toBeGreaterThan(before.cards.length)
    expect(twice.cards.length).toBeGreaterThanOrEqual(once.cards.length)
    const [outer] = twice.opened
    expect(openedWithout(twice, outer?.place ?? -1)).toEqual([])
    expect(countsOf(twice).nodes).toBe(200)
  })

  it('stays where the run grows: no less is folded', () => {
    const before = drawRun(manyKinds(200)).picture
    const { foldDepth } = drawRun(manyKinds(210), { before: { ...before.foldDepth, isFixed: false } }).picture
    expect(foldDepth.merges).toBeGreaterThanOrEqual(before.foldDepth.merges)
  })
})

describe('groups', () => {
  /** Three agents one after the other, each of which leads three steps. */
  const team: SomeRun = {
    labels: [
      'plan',
      ...['a', 'b', 'c'].flatMap((name) => [name, `${name} read`, `${name} think`, `${name} say`]),
      'end',
    ],
    edges: [
      [0, 1],
      ...[1, 5, 9].flatMap((leader): Pairs => [
        [leader, leader + 1],
        [leader + 1, leader + 2],
        [leader + 2, leader + 3],
        [leader + 3, leader + 4],
      ]),
    ],
    parents: { 2: 1, 3: 1, 4: 1, 6: 5, 7: 5, 8: 5, 10: 9, 11: 9, 12: 9 },
  }

  it('stand in frames around their members, with whoever leads them', () => {
    const { picture, layout } = drawRun(team)
    expect(new Set(layout.frames.map(({ leader }) => picture.ids[leader]))).toEqual(new Set(['n1', 'n5', 'n9']))
    for (const { leader, x, y, width, height } of layout.frames) {
      const inside = layout.positions.flatMap((card, at) =>
        card.x > x && card.y > y && card.x + card.width < x + width && card.y + card.height < y + height ? at : [],
      )
      expect(inside).toEqual([leader, leader + 1, leader + 2, leader + 3])
    }
  })

  it('fold to one card each where all is folded, and open again', () => {
    const folded = drawRun(team, { fold: 'all' }).picture
    expect(
      folded.cards.map((card) => (card.kind === 'fold' ? `${card.label} × ${card.members.length}` : 'node')),
    ).toEqual(['node', 'a, 4 kinds × 4', 'b, 4 kinds × 4', 'c, 4 kinds × 4', 'node'])
    const { picture, layout } = drawRun(team, { fold: 'all', opened: [3] })
    expect(countsOf(picture)).toMatchObject({ cards: 8, folds: 2 })
    expect(layout.frames.map(({ leader }) => picture.ids[leader])).toEqual(['n1'])
  })

  it('that are folded by class share one frame', () => {
    const { picture, layout } = drawRun(SAMPLED)
    expect(countsOf(picture)).toMatchObject({ cards: 5, folds: 3 })
    expect(layout.frames).toHaveLength(1)
  })

  it('have no cards that overlap and no line through a card', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const drawn = judgedOf(drawRun(run))
        expect(overlapsOf(drawn)).toBe(0)
        expect(throughCards(drawn)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
