import { layoutJson, type LayoutQuestion } from '#src/graph/layout/layoutJson.ts'
import { againstTheStream, overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'

type Question = LayoutQuestion & { readonly direction: 'down' | 'right' }

/** Any graph whose nodes may stand in frames, frames in frames among them, and parents that lead in a circle. */
const anyGroups: fc.Arbitrary<Question> = fc.integer({ min: 2, max: 16 }).chain((size) =>
  fc.record({
    nodes: fc
      .array(fc.option(fc.nat(size - 1), { nil: undefined }), { minLength: size, maxLength: size })
      .map((parents) =>
        parents.map((parent, at) => ({
          id: `n${at}`,
          width: 220,
          height: 64,
          ...(parent !== undefined && parent !== at && { parent: `n${parent}` }),
        })),
      ),
    edges: fc.array(
      fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]): [string, string] => [`n${a}`, `n${b}`]),
      { maxLength: 30 },
    ),
    direction: fc.constantFrom('down' as const, 'right' as const),
  }),
)

it('a frame holds its members and no other card, whatever the graph is', () => {
  fc.assert(
    fc.property(anyGroups, (graph) => {
      const drawn = layoutJson(graph)
      const parents = new Map(graph.nodes.map(({ id, parent }) => [id, parent ?? undefined]))
      for (const frame of drawn.frames ?? []) {
        for (const card of drawn.nodes) {
          const isIn =
            card.x > frame.x &&
            card.y > frame.y &&
            card.x + card.width < frame.x + frame.width &&
            card.y + card.height < frame.y + frame.height
          const isOut =
            card.x >= frame.x + frame.width ||
            card.y >= frame.y + frame.height ||
            card.x + card.width <= frame.x ||
            card.y + card.height <= frame.y
          expect(isIn || isOut).toBe(true)
          // Whoever stands in it names its leader as parent, or one who stands in it too.
          const isOwn = card.id === frame.id
          expect(isOwn ? isIn : !isIn || leadsTo(parents, card.id, frame.id)).toBe(true)
        }
      }
    }),
    { numRuns: 100 },
  )
})

it('edges in and out of frames run through no card and all forward, but for the marked ones', () => {
  fc.assert(
    fc.property(anyGroups, (graph) => {
      const drawn = layoutJson(graph)
      expect(overlapsOf(drawn)).toBe(0)
      expect(throughCards(drawn)).toBe(0)
      expect(againstTheStream(drawn, graph.direction)).toBe(0)
      expect(drawn.edges).toHaveLength(graph.edges.length)
    }),
    { numRuns: 100 },
  )
})

it('every member of a group is in its frame', () => {
  const ids = ['start', 'team', 'a', 'b', 'c', 'other', 'end']
  const drawn = layoutJson({
    nodes: ids.map((id) => ({ id, width: 220, height: 64, ...('abc'.includes(id) && { parent: 'team' }) })),
    edges: [
      ['start', 'team'],
      ['team', 'a'],
      ['team', 'b'],
      ['a', 'c'],
      ['b', 'c'],
      ['start', 'other'],
      ['other', 'end'],
      ['c', 'end'],
    ],
  })
  const [frame] = drawn.frames ?? []
  const inside = drawn.nodes.filter(
    ({ x, y }) => frame && x > frame.x && y > frame.y && x < frame.x + frame.width && y < frame.y + frame.height,
  )
  expect(inside.map(({ id }) => id)).toEqual(['team', 'a', 'b', 'c'])
})

function leadsTo(parents: ReadonlyMap<string, string | undefined>, id: string, leader: string): boolean {
  let at = parents.get(id)
  for (let step = 0; at !== undefined && step < 20; step++) {
    if (at === leader) return true
    at = parents.get(at)
  }
  return false
}
