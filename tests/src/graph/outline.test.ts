import { NodeId } from '#contract/ids.ts'
import { outlineOf, type Outline } from '#src/graph/outline/outlineOf.ts'
import { outlineRows, pathTo, type OutlineRow } from '#src/graph/outline/outlineRows.ts'
import fc from 'fast-check'
import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'

const id = (name: string) => z.parse(NodeId, name)

/** `A>B A>C` as an outline; nodes stand in the order in which they are first named, unless they are given. `parents`: who leads the group of a node. */
function graph(
  ties: string,
  names = [...new Set(ties.split(/[> ]+/))],
  parents: Readonly<Record<string, string>> = {},
): Outline {
  const edges = ties
    .split(' ')
    .filter((tie) => tie.includes('>'))
    .map((tie) => {
      const [from = '', to = ''] = tie.split('>')
      return { from_node_id: id(from), to_node_id: id(to) }
    })
  return outlineOf(
    names
      .filter((name) => name !== '')
      .map((name) => {
        const parent = parents[name]
        return { node_id: id(name), parent_node_id: parent === undefined ? null : id(parent) }
      }),
    edges,
  )
}

const MARK = { root: '', branch: '↳ ', next: '↓ ', join: '⋎ ', member: '▫ ' } as const
const NAMED = { join: '→ ', back: '↺ ' } as const

/** One line for a row, indented by its level, with its place among its siblings behind it. */
const line = (row: OutlineRow): string =>
  '  '.repeat(row.level - 1) +
  MARK[row.tie] +
  (row.kind === 'reference' ? NAMED[row.as] : '') +
  row.node_id +
  (row.kind === 'node' && row.group > 1 ? ` (${row.group})` : '') +
  (row.kind === 'node' && row.fold === 'closed' ? ' +' : '') +
  ` ${row.position}/${row.siblings}`

const drawn = (outline: Outline, folded: readonly string[] = []) =>
  outlineRows(outline, new Set(folded.map(id))).map(line)

describe('an outline follows the edges', () => {
  it('keeps a chain on one level, however long', () => {
    expect(drawn(graph('A>B B>C'))).toEqual(['A 1/3', '↓ B 2/3', '↓ C 3/3'])
    const names = Array.from({ length: 20_000 }, (_, step) => `s${step}`)
    const chain = names.slice(1).map((name, step) => `s${step}>${name}`)
    const rows = outlineRows(graph(chain.join(' '), names), new Set())
    expect(rows).toHaveLength(20_000)
    expect(new Set(rows.map((row) => row.level))).toEqual(new Set([1]))
  })

  it('goes one level in where the graph branches, and out again where the branches join', () => {
    expect(drawn(graph('A>B A>C B>D C>D D>E'))).toEqual([
      'A 1/3',
      '  ↳ B 1/4',
      '  ↓ → D 2/4',
      '  ↳ C 3/4',
      '  ↓ → D 4/4',
      '⋎ D 2/3',
      '↓ E 3/3',
    ])
  })

  it('is no deeper for a hundred forks and joins than for one', () => {
    const ties = Array.from({ length: 100 }, (_, n) => `f${n}>a${n} f${n}>b${n} a${n}>f${n + 1} b${n}>f${n + 1}`)
    const rows = outlineRows(graph(ties.join(' ')), new Set())
    expect(Math.max(...rows.map((row) => row.level))).toBe(2)
  })

  it('puts a join after the node at which all its ways parted, not after a nearer one', () => {
    expect(drawn(graph('A>B A>C B>D B>E D>F E>F F>G C>G'))).toEqual([
      'A 1/2',
      '  ↳ B 1/5',
      '    ↳ D 1/4',
      '    ↓ → F 2/4',
      '    ↳ E 3/4',
      '    ↓ → F 4/4',
      '  ⋎ F 2/5',
      '  ↓ → G 3/5',
      '  ↳ C 4/5',
      '  ↓ → G 5/5',
      '⋎ G 2/2',
    ])
  })

  it('names a join first where a way leads straight to it, and joins what began apart at the end', () => {
    expect(drawn(graph('A>B A>C B>C B>D'))).toEqual([
      'A 1/2',
      '  ↳ → C 1/2',
      '  ↳ B 2/2',
      '    ↳ → C 1/2',
      '    ↳ D 2/2',
      '⋎ C 2/2',
    ])
    expect(drawn(graph('A>M B>M', ['A', 'B', 'M']))).toEqual(['A 1/5', '↓ → M 2/5', 'B 3/5', '↓ → M 4/5', '⋎ M 5/5'])
  })

  it('folds the branches of a node, and leaves what follows their join', () => {
    expect(drawn(graph('R>A A>B A>C B>J C>J J>Z'), ['A'])).toEqual(['R 1/4', '↓ A + 2/4', '⋎ J 3/4', '↓ Z 4/4'])
  })

  it('knows what must be unfolded to reach a node', () => {
    const outline = graph('A>B A>C B>D B>E D>F E>F F>G C>G')
    expect(pathTo(outline, id('D'))).toEqual(['B', 'A'])
    expect(pathTo(outline, id('F'))).toEqual(['A'])
    expect(pathTo(outline, id('G'))).toEqual([])
  })
})

describe('groups', () => {
  const names = ['P', 'A', 'a', 'B', 'b', 'c', 'd', 'Z']
  /** A leads a, the group of B, and d; B leads b and c. */
  const parents = { a: 'A', B: 'A', b: 'B', c: 'B', d: 'A' }
  const nested = () => graph('P>A A>a a>B B>b B>c b>d c>d d>Z', names, parents)

  it('stand one level in below whoever leads them, and what the group leads to follows it', () => {
    expect(drawn(nested())).toEqual([
      'P 1/3',
      '↓ A (6) 2/3',
      '  ▫ a 1/3',
      '  ↓ B (3) 2/3',
      '    ▫ b 1/2',
      '    ▫ c 2/2',
      '  ↓ d 3/3',
      '↓ Z 3/3',
    ])
  })

  it('fold by themselves', () => {
    expect(drawn(nested(), ['B'])).toEqual([
      'P 1/3',
      '↓ A (6) 2/3',
      '  ▫ a 1/3',
      '  ↓ B (3) + 2/3',
      '  ↓ d 3/3',
      '↓ Z 3/3',
    ])
    expect(drawn(nested(), ['A', 'B'])).toEqual(['P 1/3', '↓ A (6) + 2/3', '↓ Z 3/3'])
  })

  it('stand above what their leader leads to where that is several, and fold with it', () => {
    const forked = graph('A>a A>X A>Y', ['A', 'a', 'X', 'Y'], { a: 'A' })
    expect(drawn(forked)).toEqual(['A (2) 1/1', '  ▫ a 1/3', '  ↳ X 2/3', '  ↳ Y 3/3'])
    expect(drawn(forked, ['A'])).toEqual(['A (2) + 1/1'])
  })

  it('are told of once where several of their nodes lead to one other group, and of a way back to their leader', () => {
    const two = graph('a>c b>c b>d a>A', ['A', 'a', 'b', 'C', 'c', 'd'], { a: 'A', b: 'A', c: 'C', d: 'C' })
    expect(drawn(two)).toEqual([
      'A (3) 1/2',
      '  ▫ a 1/3',
      '  ↓ ↺ A 2/3',
      '  ▫ b 3/3',
      '↓ C (3) 2/2',
      '  ▫ c 1/2',
      '  ▫ d 2/2',
    ])
  })

  it('know what must be unfolded to reach a node in them', () => {
    expect(pathTo(nested(), id('c'))).toEqual(['B', 'A'])
    expect(pathTo(nested(), id('d'))).toEqual(['A'])
    expect(pathTo(nested(), id('Z'))).toEqual([])
  })

  it('are opened where they lead in a circle, and may be nested as deep as there are nodes', () => {
    expect(drawn(graph('', ['A', 'B'], { A: 'B', B: 'A' }))).toEqual(['B (2) 1/1', '  ▫ A 1/1'])
    const deep = Array.from({ length: 20_000 }, (_, step) => `s${step}`)
    const ties = deep.slice(1).map((name, step) => `s${step}>${name}`)
    const above = Object.fromEntries(deep.slice(1).map((name, step) => [name, `s${step}`]))
    const rows = outlineRows(graph(ties.join(' '), deep, above), new Set())
    expect(rows.map(({ level }) => level)).toEqual(deep.map((_, at) => at + 1))
  })
})

describe('whatever the graph, every node is there', () => {
  it('tells a cycle, and a node that leads to itself, and goes on', () => {
    expect(drawn(graph('A>B B>C C>A'))).toEqual(['A 1/4', '↓ B 2/4', '↓ C 3/4', '↓ ↺ A 4/4'])
    expect(drawn(graph('A>A'))).toEqual(['A 1/2', '↓ ↺ A 2/2'])
  })

  it('a cycle behind a root, and what the cycle leads to', () => {
    expect(drawn(graph('X R>A A>B B>A B>Z', ['Z', 'X', 'R', 'A', 'B']))).toEqual([
      'X 1/4',
      'R 2/4',
      '↓ A 3/4',
      '↓ B 4/4',
      '  ↳ ↺ A 1/2',
      '  ↳ Z 2/2',
    ])
  })

  it('nodes without edges are roots, and edges to nodes that are not there are passed over', () => {
    expect(drawn(graph('A>gone gone>B', ['A', 'B']))).toEqual(['A 1/2', 'B 2/2'])
    expect(drawn(graph('', []))).toEqual([])
  })

  it('shows every node of any groups once, and knows the way to it', () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11))
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 30 }),
        fc.dictionary(fc.nat(11).map(String), fc.nat(11)),
        (pairs, above) => {
          const names = Array.from({ length: 12 }, (_, place) => `n${place}`)
          const parents = Object.fromEntries(
            Object.entries(above).map(([child, parent]) => [`n${child}`, `n${parent}`]),
          )
          const outline = graph(pairs.map(([from, to]) => `n${from}>n${to}`).join(' '), names, parents)
          const rows = outlineRows(outline, new Set())
          const inFull = rows.filter((row) => row.kind === 'node').map((row) => row.node_id)
          expect([...inFull].sort()).toEqual([...names].sort())
          rows.forEach((row, index) => {
            expect(row.level).toBeLessThanOrEqual((rows[index - 1]?.level ?? 0) + 1)
            expect(row.position).toBeLessThanOrEqual(row.siblings)
          })
          for (const name of inFull) {
            const others = new Set(inFull.filter((other) => !pathTo(outline, name).includes(other)))
            expect(outlineRows(outline, others).some((row) => row.kind === 'node' && row.node_id === name)).toBe(true)
          }
        },
      ),
    )
  })

  it('shows every node once and every other edge once, whole levels and counts included', () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11))
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: String, maxLength: 40 }), (pairs) => {
        const names = Array.from({ length: 12 }, (_, place) => `n${place}`)
        const outline = graph(pairs.map(([from, to]) => `n${from}>n${to}`).join(' '), names)
        const rows = outlineRows(outline, new Set())
        const inFull = rows.filter((row) => row.kind === 'node').map((row) => row.node_id)
        expect([...inFull].sort()).toEqual([...names].sort())
        const underOne = [...outline.homes.values()].filter(({ kind }) => kind === 'under').length
        expect(rows).toHaveLength(names.length + pairs.length - underOne)
        rows.forEach((row, index) => {
          expect(row.level).toBeLessThanOrEqual((rows[index - 1]?.level ?? 0) + 1)
          expect(row.position).toBeLessThanOrEqual(row.siblings)
          expect(row.tie !== 'next' || rows[index - 1]?.level === row.level).toBe(true)
        })
        for (const name of inFull) {
          const others = new Set(inFull.filter((other) => !pathTo(outline, name).includes(other)))
          expect(outlineRows(outline, others).some((row) => row.kind === 'node' && row.node_id === name)).toBe(true)
        }
      }),
    )
  })
})
