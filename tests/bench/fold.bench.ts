/** Folding: how long it takes to find what plays the same part, and what folds further, and into how many cards. */
import type { FoldInput, FoldNode } from '#src/graph/folding/FoldInput.ts'
import { namedNodeClasses, withTree } from '#src/graph/folding/NodeClasses.ts'
import { familyGraph, randomOf } from '#tests/support/graphFamilies.ts'
import { measure, printRow } from './measure.ts'

const nodeOf = (label: string, at: number): FoldNode => ({
  node_id: `n${at}`,
  node_type: 'agent',
  agent: null,
  label,
  status: 'completed',
  parent_node_id: null,
})

/** What astronomers run: images, pairs of images that overlap, one fit of all, and a correction of each. */
function mosaic(images: number, pairs: number): FoldInput {
  const random = randomOf(images)
  const labels: string[] = []
  const edges: [number, number][] = []
  const add = (label: string) => labels.push(label) - 1
  const projected = Array.from({ length: images }, (_, at) => add(`mProject_${at}`))
  const fit = Array.from({ length: pairs }, (_, at) => {
    const own = add(`mDiffFit_${at}`)
    for (const image of [at % images, Math.floor(random() * images)]) edges.push([projected[image] ?? 0, own])
    return own
  })
  const concat = add('mConcatFit')
  for (const own of fit) edges.push([own, concat])
  const model = add('mBgModel')
  edges.push([concat, model])
  const table = add('mImgtbl')
  for (const [at, image] of projected.entries()) {
    const own = add(`mBackground_${at}`)
    edges.push([image, own], [model, own], [own, table])
  }
  return { nodes: labels.map(nodeOf), edges }
}

/** A dense graph of as many layers as it is wide, of so many kinds. */
function layered(size: number, kinds: number): FoldInput {
  const { nodes, edges } = familyGraph('layered', size)
  const number = (id: string) => Number(id.slice(1))
  return {
    nodes: nodes.map((_, at) => nodeOf(`step-${String.fromCodePoint(97 + (at % kinds))} ${at}`, at)),
    edges: edges.map(([from, to]) => [number(from), number(to)] as const),
  }
}

const GRAPHS = [
  ['a mosaic of images', mosaic(400, 1316), 10],
  ['layered, 20 kinds', layered(2000, 20), undefined],
  ['a large mosaic', mosaic(10_000, 29_996), 250],
  ['layered, 20 kinds', layered(50_000, 20), 250],
] as const

for (const [name, graph, target] of GRAPHS) {
  const times = graph.nodes.length > 10_000 ? 5 : 15
  const what = `${name}, ${graph.nodes.length} / ${graph.edges.length}`
  const classes = namedNodeClasses(graph)
  printRow(`${what}: classes`, await measure(times, () => namedNodeClasses(graph)), undefined, target)
  printRow(`${what}: further`, await measure(times > 5 ? 5 : 1, () => withTree(classes, graph.edges)))
  const { tree } = withTree(classes, graph.edges)
  console.log(`  ${classes.sizes.length} classes, ${tree.labels.length} steps further, ${tree.groups} of them groups`)
}
