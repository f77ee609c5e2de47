import { foldGraph } from '#src/graph/folding/foldGraph.ts'
import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

/* `npm run --silent fold < run.json`: prints how the picture folds a graph, for benchmarks and inspection. */

const text = z._default(z.nullable(z.string()), null)
const Run = z.object({
  nodes: z.array(
    z.object({
      node_id: z.string(),
      node_type: z._default(z.string(), 'agent'),
      agent: text,
      label: text,
      status: z._default(z.string(), 'completed'),
      parent_node_id: text,
    }),
  ),
  edges: z.array(z.tuple([z.string(), z.string()])),
})

function main(): number {
  const run = z.parse(Run, JSON.parse(readFileSync(0, 'utf8')))
  const indexOf = new Map(run.nodes.map(({ node_id }, at) => [node_id, at]))
  const edges = run.edges.map(([from, to]) => {
    const ends = [indexOf.get(from), indexOf.get(to)] as const
    if (ends[0] === undefined || ends[1] === undefined)
      throw new Error(`edge ${from} → ${to} names a node that is not there`)
    return [ends[0], ends[1]] as const
  })
  const folded = foldGraph({ nodes: run.nodes, edges })
  const idOf = (at: number) => folded.classes[at]?.id ?? ''
  const classes = folded.classes.map(({ id, label, members, rounds, drawnOut }) => ({
    id,
    label,
    members: members.map((node) => run.nodes[node]?.node_id ?? ''),
    ...(rounds > 1 ? { rounds } : {}),
    ...(drawnOut > 0 ? { drawn_out: drawnOut } : {}),
  }))
  process.stdout.write(
    `${JSON.stringify({ classes, edges: folded.edges.map(([from, to]) => [idOf(from), idOf(to)]) })}\n`,
  )
  return 0
}

try {
  process.exitCode = main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'unknown error'}\n`)
  process.exitCode = 65
}
