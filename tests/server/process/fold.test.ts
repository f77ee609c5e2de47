import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const fold = (input: string) =>
  spawnSync('npm', ['run', '--silent', 'fold'], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })

test('`npm run --silent fold` prints the classes of a run and the edges between them', () => {
  const node = (node_id: string, label: string) => ({
    node_id,
    node_type: 'agent',
    agent: null,
    label,
    status: 'completed',
  })
  const run = {
    nodes: [node('a', 'plan'), node('b', 'worker 1'), node('c', 'worker 2')],
    edges: [
      ['a', 'b'],
      ['a', 'c'],
    ],
  }
  const { stdout, status } = fold(JSON.stringify(run))
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    classes: [
      { id: 'a', label: 'plan', members: ['a'] },
      { id: 'b', label: 'worker', members: ['b', 'c'] },
    ],
    edges: [['a', 'b']],
  })
})

test('`npm run --silent fold` says why it cannot read its input, and prints nothing else', () => {
  const edges = [['a', 'nowhere']]
  for (const input of ['{"nodes":[]}', JSON.stringify({ nodes: [], edges })]) {
    const { stdout, stderr, status } = fold(input)
    expect(status).toBe(65)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^.+\n$/)
  }
})
