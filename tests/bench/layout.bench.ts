/** Layout of agent-like graphs (a chain of fan-outs and fan-ins): the full layout against the plain one, which is the unit. */
import { NodeId } from '#contract/ids.ts'
import type { Topology } from '#src/graph/layout/GraphLayout.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import { layoutPlainly } from '#src/graph/layout/layoutPlainly.ts'
import * as z from 'zod/mini'
import { measure, median, printRow } from './measure.ts'

const FAN = 4

/** `size` nodes: one, then four beside each other, then one, … */
function agentGraph(size: number): Topology {
  const edges: [number, number][] = []
  for (let join = 0; join + FAN + 1 < size; join += FAN + 1) {
    for (let branch = 1; branch <= FAN; branch++) edges.push([join, join + branch], [join + branch, join + FAN + 1])
  }
  return { ids: Array.from({ length: size }, (_, node) => z.parse(NodeId, `n${node}`)), edges, labelled: [] }
}

for (const size of [20, 100, 500, 1000]) {
  const graph = agentGraph(size)
  const rounds = size > 200 ? 5 : 30
  const plain = await measure(rounds, () => layoutPlainly(graph, 'right'))
  printRow(`${size} nodes, plain`, plain)
  printRow(`${size} nodes, full`, await measure(rounds, () => layoutGraph(graph, 'right')), median(plain))
}
