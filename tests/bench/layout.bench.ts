/**
 * Our layout engine by family and size: time, and beside dagre, ELK and Graphviz, where these can follow, crossings and length of the edges as drawn, as ratios to
 * whichever of them has the least. Layout of a graph in memory, without reading JSON. `LAYOUT_FILES=a.json,b.json` lays out these graphs too, in the form that
 * `npm run layout` reads, and `LAYOUT_SIZES=200,1000` takes other sizes of the families.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { layoutJson, LayoutQuestion } from '#src/graph/layout/layoutJson.ts'
import { crossingsOf, lengthOf, throughCards } from '#tests/support/drawingFigures.ts'
import { FAMILIES, familyGraph, type Family, type SomeGraph } from '#tests/support/graphFamilies.ts'
import { measure, median } from './measure.ts'
import { OTHERS } from './otherEngines.ts'

const ratio = (ours: number, theirs: number) =>
  theirs === 0 ? (ours === 0 ? '=' : '∞') : `×${(ours / theirs).toFixed(2)}`

const SIZES = (process.env['LAYOUT_SIZES'] ?? '50,200,500,1000,2000,10000,50000').split(',').map(Number)

/** Drawings beyond are not looked at line by line. */
const JUDGED_MAX = 2000

async function compare(name: string, graph: SomeGraph): Promise<void> {
  const size = graph.nodes.length
  const question = {
    nodes: [...graph.nodes],
    edges: graph.edges.map(([a, b]): [string, string] => [a, b]),
    direction: 'down' as const,
  }
  const taken: number[] = []
  await measure(size > 5000 ? 3 : 7, () => taken.push(layoutJson(question).ms))
  const columns = [
    name.padEnd(14),
    String(size).padStart(6),
    String(graph.edges.length).padStart(7),
    median(taken).toFixed(1).padStart(8),
  ]
  if (size <= JUDGED_MAX) {
    const ours = layoutJson(question)
    const [crossings, length] = [crossingsOf(ours), lengthOf(ours)]
    const others: {
      readonly name: string
      readonly ms: number
      readonly crossings: number
      readonly length: number
      readonly through: number
    }[] = []
    for (const { name: other, most, draw } of OTHERS) {
      if (size > most) continue
      const begin = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each has the machine for itself
      const theirs = await draw(graph)
      const ms = performance.now() - begin
      others.push({
        name: other,
        ms,
        crossings: crossingsOf(theirs),
        length: lengthOf(theirs),
        through: throughCards(theirs),
      })
    }
    const least = (of: 'crossings' | 'length') => Math.min(...others.map((one) => one[of]))
    columns.push(
      String(crossings).padStart(9),
      ratio(crossings, least('crossings')).padStart(7),
      length.toFixed(0).padStart(10),
      ratio(length, least('length')).padStart(7),
      String(throughCards(ours)).padStart(8),
      ` ${others.map((one) => `${one.name} ${one.ms.toFixed(0)} ms, ${one.crossings} cross, ${one.through} through`).join('; ')}`,
    )
  }
  console.log(columns.join(' '))
}

console.log('graph           nodes   edges       ms crossings of best  length px of best  through  others')
for (const file of (process.env['LAYOUT_FILES'] ?? '').split(',').filter(Boolean)) {
  const { nodes, edges } = LayoutQuestion.parse(JSON.parse(readFileSync(file, 'utf8')))
  await compare(basename(file, '.json').slice(0, 14), { nodes, edges })
}
for (const family of Object.keys(FAMILIES) as Family[])
  for (const size of SIZES) await compare(family, familyGraph(family, size))
