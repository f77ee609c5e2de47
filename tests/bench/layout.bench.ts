/**
 * Our layout engine by family and size: time, and beside dagre, where that can follow, crossings and length of the edges as drawn. Layout of a
 * graph in memory, without reading JSON; dagre is the unit of the ratios.
 */
import { Graph, layout as dagreLayout } from '@dagrejs/dagre'
import { layoutJson, type LayoutQuestion } from '#src/graph/layout/layoutJson.ts'
import type { Point } from '#src/graph/layout/GraphLayout.ts'
import { crossingsOf, lengthOf, throughCards, type Drawn } from '#tests/support/drawingFigures.ts'
import { FAMILIES, familyGraph, type Family, type SomeGraph } from '#tests/support/graphFamilies.ts'
import { measure, median } from './measure.ts'

/** Dagre overflows the stack, or takes minutes, beyond. */
const DAGRE_MAX = 500

const questionOf = ({ nodes, edges }: SomeGraph): LayoutQuestion => ({
  nodes: [...nodes],
  edges: edges.map(([from, to]) => [from, to]),
  direction: 'down',
})

function byDagre({ nodes, edges }: SomeGraph): Drawn {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 44, edgesep: 14 })
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  edges.forEach(([from, to], at) => graph.setEdge(from, to, {}, String(at)))
  dagreLayout(graph)
  return {
    nodes: nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(node.id) ?? {}
      return { ...node, x: x - node.width / 2, y: y - node.height / 2 }
    }),
    edges: edges.map(([from, to], at) => ({
      from,
      to,
      points: (graph.edge(from, to, String(at))?.points ?? []).map(({ x, y }: Point) => ({ x, y })),
    })),
  }
}

const ratio = (ours: number, theirs: number) =>
  theirs === 0 ? (ours === 0 ? '=' : '∞') : `×${(ours / theirs).toFixed(2)}`

console.log('family     nodes   edges    ms    dagre ms         crossings     length        through cards (dagre)')
for (const family of Object.keys(FAMILIES) as Family[]) {
  for (const size of [50, 200, 500, 2000, 10_000, 50_000]) {
    const graph = familyGraph(family, size)
    const question = questionOf(graph)
    const taken: number[] = []
    await measure(size > 5000 ? 3 : 7, () => taken.push(layoutJson(question).ms))
    let beside = ''
    if (size <= DAGRE_MAX) {
      const theirs = byDagre(graph)
      const dagre = median(await measure(1, () => byDagre(graph)))
      const ours = layoutJson(question)
      beside = [
        `${dagre.toFixed(0)} (${ratio(dagre, median(taken))})`.padEnd(16),
        ratio(crossingsOf(ours), crossingsOf(theirs)).padEnd(13),
        ratio(lengthOf(ours), lengthOf(theirs)).padEnd(13),
        `${throughCards(ours)} (${throughCards(theirs)})`,
      ].join(' ')
    }
    console.log(
      `${family.padEnd(9)} ${String(size).padStart(6)} ${String(graph.edges.length).padStart(7)} ${median(taken).toFixed(1).padStart(8)}   ${beside}`,
    )
  }
}
