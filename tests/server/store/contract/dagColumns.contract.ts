import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { aBundle, anEdge, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { generatedRun } from '#server/generate/generatedRun.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { storeRuns } from '#tests/support/testStore.ts'

export function dagColumnsContract(store: () => Store): void {
  const read = async (path: string): Promise<unknown> => {
    const response = await appOver(store()).app.request(path)
    expect(response.status).toBe(200)
    return await response.json()
  }
  const bothForms = async (run_id: string) => {
    const plain = z.parse(ENDPOINTS.getDag.reply, await read(`/api/runs/${run_id}/dag`))
    const columns = z.parse(ENDPOINTS.getDagColumns.reply, await read(`/api/runs/${run_id}/dag-columns`))
    return { plain, columns }
  }

  test('a graph comes column by column as it comes row by row', async () => {
    const { bundle } = generatedRun({
      nodes: 300,
      events: 1500,
      messages: 400,
      files: 30,
      seed: 'one',
      large: false,
      hostile: true,
    })
    await storeRuns(store(), bundle)
    const { plain, columns } = await bothForms(bundle.run.run_id)
    expect(plain.nodes.length).toBeGreaterThanOrEqual(300)
    expect(plain.nodes.some(({ event_count }) => event_count > 0)).toBe(true)
    expect(plain.edges.some(({ message_count }) => message_count > 0)).toBe(true)
    expect(unpackDag(columns)).toEqual(plain)
  })

  test('so do moments that a number does not hold, parents, and texts that are cut', async () => {
    const long = 'é😀'.repeat(2000)
    const nodes = [
      aNode({
        node_id: 'a',
        label: long,
        agent: long,
        meta: { note: long },
        started_at: '0001-01-01T00:00:00.000001Z',
      }),
      aNode({
        node_id: 'b',
        parent_node_id: 'a',
        started_at: '9999-12-31T23:59:59.999999Z',
        meta: { note: [1, null] },
      }),
      aNode({ node_id: 'c', parent_node_id: 'a', order_index: null, completed_at: '2026-01-20T10:00:00.000001Z' }),
    ]
    await storeRuns(
      store(),
      aBundle({
        nodes,
        edges: [anEdge({ from_node_id: 'a', to_node_id: 'b', condition: long })],
        events: [anEvent({ node_id: 'c', started_at: '1969-12-31T23:59:59.999999Z' })],
      }),
    )
    const { plain, columns } = await bothForms(aRun().run_id)
    expect(unpackDag(columns)).toEqual(plain)
    expect(plain.nodes[0]?.cut).toMatchObject({ label: 12_000, agent: 12_000 })
    expect(plain.edges[0]?.cut).toEqual({ condition: 12_000 })
    expect(columns.node_columns.started_at).toContain('0001-01-01T00:00:00.000001Z')
  })

  test('a run without nodes has columns without rows', async () => {
    await storeRuns(store(), aBundle())
    const { plain, columns } = await bothForms(aRun().run_id)
    expect(unpackDag(columns)).toEqual(plain)
    expect(plain).toMatchObject({ nodes: [], edges: [] })
  })
}
