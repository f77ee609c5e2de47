import { readFileSync } from 'node:fs'
import { recipes } from '#src/connect/recipes.ts'
import { connectDoc } from '#tests/support/connectDoc.ts'
import { describe, expect, it, test } from 'vitest'

const ORIGIN = 'http://runlens.test:8123'

test('docs/connect.md tells what the page tells; `npm run docs:connect` writes it anew', () => {
  expect(readFileSync('docs/connect.md', 'utf8')).toBe(connectDoc())
})

describe.each(recipes(ORIGIN))('$name', ({ id, snippets }) => {
  it('names this very server, and no other', () => {
    const code = snippets.map((snippet) => snippet.code).join('\n')
    expect([...new Set(code.match(/https?:\/\/[\w.:-]+/g))]).toEqual([ORIGIN])
  })

  it('has an id that the page can use', () => expect(id).toMatch(/^[a-z-]+$/))

  it('has lines that end in nothing invisible', () => {
    for (const { code } of snippets) expect(code).toBe(code.trim().replaceAll(/[ \t]+$/gm, ''))
  })
})

test('what is posted for an agent of one’s own is JSON that names nodes which it sends', () => {
  const own = recipes(ORIGIN).find(({ id }) => id === 'own')
  const bodies = own?.snippets.map(({ code }) => JSON.parse(/-d '(\{.*\})'$/s.exec(code)?.[1] ?? '') as Batch)
  const nodes = new Set(bodies?.flatMap((body) => body.nodes.map(({ node_id }) => node_id)))
  const named = bodies?.flatMap(({ edges = [], messages = [] }) => [
    ...edges.flatMap(({ from_node_id, to_node_id }) => [from_node_id, to_node_id]),
    ...messages.map(({ node_id }) => node_id),
  ])
  expect(named).toEqual(['plan', 'write', 'write'])
  expect([...nodes].sort((a, b) => a.localeCompare(b))).toEqual(['plan', 'write'])
})

type Batch = {
  readonly nodes: readonly { readonly node_id: string }[]
  readonly edges?: readonly { readonly from_node_id: string; readonly to_node_id: string }[]
  readonly messages?: readonly { readonly node_id: string }[]
}
