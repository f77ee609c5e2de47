import { foldGraph } from '#src/graph/folding/foldGraph.ts'
import type { FoldedGraph } from '#src/graph/folding/FoldedGraph.ts'
import type { FoldInput, FoldNode } from '#src/graph/folding/FoldInput.ts'
import { nodeKinds } from '#src/graph/folding/nodeKind.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

type Drawing = { readonly nodes?: readonly Partial<FoldNode>[]; readonly edges: string }

/** A graph from text: `plan > w1 w2, w1 w2 > join` has four edges. Further nodes and fields come from `nodes`. */
function graph({ nodes = [], edges }: Drawing): FoldInput {
  const ties = edges.split(',').map((tie) => tie.split('>').map((side) => side.trim().split(/\s+/)))
  const ids = new Set([...nodes.flatMap(({ node_id }) => node_id ?? []), ...ties.flat(2).filter((id) => id !== '')])
  const all = [...ids].map((node_id) => ({ ...PLAIN, node_id, ...nodes.find((node) => node.node_id === node_id) }))
  const indexOf = new Map(all.map(({ node_id }, at) => [node_id, at]))
  const pairs = ties.flatMap(([from = [], to = []]) => from.flatMap((a) => to.map((b) => [a, b] as const)))
  return { nodes: all, edges: pairs.map(([a, b]) => [indexOf.get(a) ?? -1, indexOf.get(b) ?? -1] as const) }
}

const PLAIN = { node_type: 'agent', agent: null, label: null, status: 'completed', parent_node_id: null } as const

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name}_${at + 1}`).join(' ')

const inWords = ({ classes, edges }: FoldedGraph) => ({
  classes: classes.map(({ label, members, rounds }) =>
    rounds > 1 ? `${label}, ${rounds} rounds` : members.length > 1 ? `${label} × ${members.length}` : label,
  ),
  edges: edges.map(([from, to]) => `${classes[from]?.label} > ${classes[to]?.label}`),
})

const fold = (drawing: Drawing) => inWords(foldGraph(graph(drawing)))

describe('what is folded', () => {
  test('workers between one plan and one merge are one class', () => {
    const workers = numbered('worker', 12)
    expect(fold({ edges: `plan > ${workers}, ${workers} > merge` })).toEqual({
      classes: ['plan', 'worker × 12', 'merge'],
      edges: ['plan > worker', 'worker > merge'],
    })
  })

  test('parallel chains of one shape fold to one chain', () => {
    const chains = [1, 2, 3].map((at) => `start > fetch_${at}, fetch_${at} > parse_${at}, parse_${at} > end`).join(',')
    expect(fold({ edges: chains }).classes).toEqual(['start', 'fetch × 3', 'parse × 3', 'end'])
  })

  test('a worker with a successor of its own stands apart', () => {
    const workers = numbered('worker', 5)
    const folded = fold({ edges: `plan > ${workers}, ${workers} > merge, worker_3 > report` })
    expect(folded.classes).toEqual(['plan', 'worker × 4', 'worker_3', 'merge', 'report'])
  })

  test('the steps of one sequence stay apart, since each has another neighbour', () => {
    expect(fold({ edges: 'step_1 > step_2, step_2 > step_3, step_3 > step_4' }).classes).toHaveLength(4)
  })

  test('how many neighbours a node has does not part it from its kind', () => {
    const folded = fold({ edges: 'diff_1 > fit_1 fit_2 fit_3, diff_2 > fit_4, fit_1 fit_2 fit_3 fit_4 > concat' })
    expect(folded.classes).toEqual(['diff × 2', 'fit × 4', 'concat'])
  })

  test('groups of one shape fold with what is in them', () => {
    const nodes = [1, 2].flatMap((at) => [
      { node_id: `sample_${at}`, node_type: 'parallel' },
      { node_id: `align_${at}`, parent_node_id: `sample_${at}` },
      { node_id: `sort_${at}`, parent_node_id: `sample_${at}` },
    ])
    const folded = fold({ nodes, edges: 'align_1 > sort_1, align_2 > sort_2' })
    expect(folded.classes).toEqual(['sample × 2', 'align × 2', 'sort × 2'])
  })
})

describe('what must be seen', () => {
  const workers = numbered('worker', 20)
  const withStatuses = (statuses: Readonly<Record<string, string>>): Drawing => ({
    nodes: Object.entries(statuses).map(([node_id, status]) => ({ node_id, status })),
    edges: `plan > ${workers}, ${workers} > merge`,
  })

  test('a member that failed is drawn beside its class with its own edges', () => {
    const folded = foldGraph(graph(withStatuses({ worker_7: 'failed', worker_9: 'running' })))
    expect(inWords(folded).classes).toEqual(['worker_7', 'worker_9', 'plan', 'worker × 18', 'merge'])
    expect(inWords(folded).edges).toEqual(
      expect.arrayContaining(['plan > worker_7', 'worker_7 > merge', 'plan > worker', 'worker > merge']),
    )
    expect(folded.classes.find(({ label }) => label === 'worker')?.drawnOut).toBe(2)
  })

  test('many failures stand together, and with nothing else', () => {
    const failed = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`worker_${at + 1}`, 'failed']))
    const folded = foldGraph(graph(withStatuses(failed)))
    expect(inWords(folded).classes).toEqual(['worker × 9', 'plan', 'worker × 11', 'merge'])
  })

  test('a pinned member is drawn out whatever its status', () => {
    const folded = foldGraph(graph(withStatuses({})), { isPinned: ({ node_id }) => node_id === 'worker_5' })
    expect(inWords(folded).classes).toEqual(['plan', 'worker × 19', 'worker_5', 'merge'])
  })
})

describe('loops that were recorded round by round', () => {
  test('rounds that follow one another are one loop', () => {
    const folded = fold({
      edges:
        'plan > writer, writer > critic, critic > writer#2, writer#2 > critic#2, critic#2 > writer#3, writer#3 > end',
    })
    expect(folded).toEqual({
      classes: ['plan', 'writer → critic, 3 rounds', 'end'],
      edges: ['plan > writer → critic', 'writer → critic > end'],
    })
  })

  test('a failed round stands between the rounds before it and those after it', () => {
    const folded = fold({
      nodes: [{ node_id: 'writer#3', status: 'failed' }],
      edges:
        'plan > writer, writer > writer#2, writer#2 > writer#3, writer#3 > writer#4, writer#4 > writer#5, writer#5 > end',
    })
    expect(folded).toEqual({
      classes: ['writer#3', 'plan', 'writer, 2 rounds', 'writer, 2 rounds', 'end'],
      edges: ['writer#3 > writer', 'plan > writer', 'writer > writer#3', 'writer > end'],
    })
  })

  test('rounds of whatever states have no cycle', () => {
    const round = fc.constantFrom('completed', 'failed', 'running')
    fc.assert(
      fc.property(fc.array(fc.array(round, { minLength: 2, maxLength: 2 }), { maxLength: 20 }), (rounds) => {
        const nodes = rounds.flat().map((status, at) => ({
          ...PLAIN,
          node_id: `${at % 2 === 0 ? 'writer' : 'critic'}${at < 2 ? '' : `#${(at >> 1) + 1}`}`,
          status,
        }))
        const folded = foldGraph({ nodes, edges: nodes.slice(1).map((_, at) => [at, at + 1] as const) })
        expect(isAcyclic(folded)).toBe(true)
        expect(folded.classes.flatMap(({ members }) => members)).toHaveLength(nodes.length)
      }),
    )
  })

  test('workers of one name beside each other are siblings and no loop', () => {
    const folded = fold({ edges: 'plan > worker worker#2 worker#3, worker worker#2 worker#3 > end' })
    expect(folded.classes).toEqual(['plan', 'worker × 3', 'end'])
  })

  test('a loop that another node stands in the middle of is left as it is', () => {
    const folded = fold({ edges: 'writer > writer#2, writer > check, check > writer#2' })
    expect(folded.classes).toEqual(['writer', 'writer#2', 'check'])
  })
})

describe('identity', () => {
  test('a class keeps its id when members come before and after it', () => {
    const small = graph({ edges: `plan > worker_5 worker_6, worker_5 worker_6 > merge` })
    const former = { ...foldGraph(small), nodes: small.nodes }
    const grown = graph({
      nodes: [{ node_id: 'worker_1' }],
      edges: `plan > ${numbered('worker', 9)}, ${numbered('worker', 9)} > merge`,
    })
    const ids = (folded: FoldedGraph) => new Map(folded.classes.map(({ label, id }) => [label, id]))
    expect(ids(foldGraph(grown, { former })).get('worker')).toBe(ids(former).get('worker'))
  })
})

/** Any graph of few names, without cycles: edges lead from lower to higher numbers. */
const anyGraph = fc
  .record({
    names: fc.array(fc.constantFrom('a', 'b', 'c', 'a#2', 'b#2', 'a#3'), { minLength: 1, maxLength: 40 }),
    ties: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 80 }),
    statuses: fc.array(fc.constantFrom('completed', 'failed', 'running'), { minLength: 40, maxLength: 40 }),
    parents: fc.array(fc.nat(80), { minLength: 40, maxLength: 40 }),
  })
  .map(({ names, ties, statuses, parents }): FoldInput => {
    const nodes = names.map((label, at) => ({
      ...PLAIN,
      node_id: String(at),
      label,
      status: statuses[at] ?? 'completed',
      parent_node_id: (parents[at] ?? 80) < at ? String(parents[at]) : null,
    }))
    const edges = ties.flatMap(([a, b]): (readonly [number, number])[] =>
      a !== b && a < names.length && b < names.length ? [[Math.min(a, b), Math.max(a, b)]] : [],
    )
    return { nodes, edges }
  })

describe('any graph', () => {
  test('every node is in exactly one class, and every edge between classes is drawn', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const { classes, classOf, edges } = foldGraph(input)
        expect(classes.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual([...input.nodes.keys()])
        expect(new Set(classes.map(({ id }) => id)).size).toBe(classes.length)
        const between = input.edges.map(([from, to]) => [classOf[from], classOf[to]] as const)
        const expected = between.filter(([from, to]) => from !== to).map(String)
        expect([...new Set(edges.map(String))].toSorted()).toEqual([...new Set(expected)].toSorted())
      }),
    )
  })

  test('a graph without cycles has none when it is folded', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        expect(isAcyclic(foldGraph(input))).toBe(true)
      }),
    )
  })

  test('a failure is never folded together with anything else', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        for (const { members } of foldGraph(input).classes) {
          const failed = members.filter((node) => input.nodes[node]?.status === 'failed').length
          expect([0, members.length]).toContain(failed)
        }
      }),
    )
  })

  test('classes are those of a plain refinement, round by round, and no coarser ones are stable', () => {
    const still = anyGraph.map(({ nodes, edges }) => ({
      nodes: nodes.map((node) => ({ ...node, label: node.label?.[0] ?? null, status: 'completed' })),
      edges,
    }))
    fc.assert(
      fc.property(still, (input) => {
        expect([...foldGraph(input).classOf]).toEqual(refinedSlowly(input))
      }),
      { numRuns: 300 },
    )
  })

  test('the order of edges, and doubled ones, change nothing', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const shuffled = { ...input, edges: [...input.edges.toReversed(), ...input.edges] }
        expect([...foldGraph(shuffled).classOf]).toEqual([...foldGraph(input).classOf])
      }),
    )
  })

  test('cycles and self-loops do no harm', () => {
    fc.assert(
      fc.property(anyGraph, fc.array(fc.tuple(fc.nat(39), fc.nat(39))), ({ nodes, edges }, ties) => {
        const back = ties.filter(([a, b]) => a < nodes.length && b < nodes.length)
        const folded = foldGraph({ nodes, edges: [...edges, ...back] })
        expect(folded.classes.flatMap(({ members }) => members)).toHaveLength(nodes.length)
      }),
    )
  })
})

test('a chain of 50,000 nodes of one name and 50,000 siblings are folded', () => {
  const nodes = Array.from({ length: 100_001 }, (_, at) => ({ ...PLAIN, node_id: `n_${at}`, label: 'n' }))
  const edges = Array.from({ length: 100_000 }, (_, at) => [at < 50_000 ? at : 50_000, at + 1] as const)
  const { classes } = foldGraph({ nodes, edges })
  expect(classes).toHaveLength(50_002)
  expect(classes.at(-1)?.members).toHaveLength(50_000)
})

/** The same classes by the obvious way: signatures of sets, until no round finds more. */
function refinedSlowly({ nodes, edges }: FoldInput): readonly number[] {
  const parents = nodes.map(({ parent_node_id }) => (parent_node_id === null ? undefined : Number(parent_node_id)))
  const number = (keys: readonly string[]) => {
    const known = [...new Set(keys)]
    return keys.map((key) => known.indexOf(key))
  }
  const setOf = (values: readonly (number | undefined)[]) =>
    [...new Set(values)].toSorted((a = -1, b = -1) => a - b).join()
  let classes: readonly number[] = number([...nodeKinds(nodes)].map(String))
  for (;;) {
    const current = classes
    const next = number(
      nodes.map((_, node) => {
        const after = setOf(edges.filter(([from]) => from === node).map(([, to]) => current[to]))
        const before = setOf(edges.filter(([, to]) => to === node).map(([from]) => current[from]))
        const parent = parents[node]
        const children = setOf(parents.flatMap((of, child) => (of === node ? [current[child]] : [])))
        return [current[node], after, before, parent === undefined ? '' : current[parent], children].join('|')
      }),
    )
    if (new Set(next).size === new Set(current).size) return next
    classes = next
  }
}

function isAcyclic({ classes, edges }: FoldedGraph): boolean {
  let left = edges.filter(([from, to]) => from !== to)
  for (let round = 0; round <= classes.length; round++) {
    const sources = new Set(left.map(([from]) => from))
    const next = left.filter(([, to]) => sources.has(to))
    if (next.length === 0) return true
    left = next
  }
  return false
}
