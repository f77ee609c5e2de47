import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** `npm run layout` without npm, which would only take time. */
const layout = (input: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'scripts/layout.ts'], { input, encoding: 'utf8' })

const card = (id: string) => ({ id, width: 220, height: 64 })

it('lays out a graph from standard input, with every edge, and prints nothing else', () => {
  const edges = [
    ['a', 'b'],
    ['a', 'b'],
    ['b', 'a'],
    ['b', 'b'],
  ]
  const { status, stdout, stderr } = layout(JSON.stringify({ nodes: [card('a'), card('b')], edges, direction: 'down' }))
  expect([status, stderr]).toEqual([0, ''])
  const answer = JSON.parse(stdout)
  expect(answer.nodes.map(({ id, width, height }: Record<string, unknown>) => ({ id, width, height }))).toEqual([
    card('a'),
    card('b'),
  ])
  expect(answer.edges.map(({ from, to }: Record<string, unknown>) => [from, to])).toEqual(edges)
  expect(answer.edges.map(({ back }: Record<string, unknown>) => back)).toEqual([undefined, undefined, true, true])
  expect(answer.ms).toBeGreaterThan(0)
})

it.each([
  ['no JSON', '{', 'not JSON'],
  ['an edge to a node that is not there', '{"nodes":[],"edges":[["a","b"]]}', 'edges[0]: there is no node "a"'],
  ['an id that is there twice', JSON.stringify({ nodes: [card('a'), card('a')], edges: [] }), 'nodes[1]'],
  ['a node without a size', '{"nodes":[{"id":"a"}],"edges":[]}', 'width'],
])('refuses %s with exit code 65, and says why', (_, input, why) => {
  const { status, stdout, stderr } = layout(input)
  expect([status, stdout]).toEqual([65, ''])
  expect(stderr).toContain(why)
})
