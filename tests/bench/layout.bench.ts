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

/** Drawings beyond are not looked at line by line. */
const JUDGED_MAX = 2000

console.log(
  'family     nodes   edges       ms   crossings   edges in px  through   dagre: ms          crossings     length        through',
)
for (const family of Object.keys(FAMILIES) as Family[]) {
  for (const size of [50, 200, 500, 1000, 2000, 10_000, 50_000]) {
    const graph = familyGraph(family, size)
    const question = questionOf(graph)
    const taken: number[] = []
    await measure(size > 5000 ? 3 : 7, () => taken.push(layoutJson(question).ms))
    const ours = layoutJson(question)
    const own = size > JUDGED_MAX ? undefined : { crossings: crossingsOf(ours), length: lengthOf(ours) }
    let beside = ''
    if (own && size <= DAGRE_MAX) {
      const theirs = byDagre(graph)
      const dagre = median(await measure(1, () => byDagre(graph)))
      beside = [
        `${dagre.toFixed(0)} (${ratio(dagre, median(taken))})`.padEnd(18),
        ratio(own.crossings, crossingsOf(theirs)).padEnd(13),
        ratio(own.length, lengthOf(theirs)).padEnd(13),
        throughCards(theirs),
      ].join(' ')
    }
    const figures = own
      ? [
          String(own.crossings).padStart(11),
          own.length.toFixed(0).padStart(13),
          String(throughCards(ours)).padStart(8),
        ].join(' ')
      : ''
    console.log(
      [
        family.padEnd(9),
        String(size).padStart(6),
        String(graph.edges.length).padStart(7),
        median(taken).toFixed(1).padStart(8),
        figures,
        ` ${beside}`,
      ].join(' '),
    )
  }
}
