import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { oldFile } from '#tests/support/oldDatabases/oldFile.ts'
import { runlens, startServer } from '#tests/support/process/startServer.ts'

// Each of these processes opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const { folder, old } = await oldFile()

const SHORT_RUN = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'

async function readBack(DATA_DIR: string) {
  const server = startServer({ DATA_DIR })
  try {
    const url = await server.ready()
    const json = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json()
    const runs = z.parse(ENDPOINTS.listRuns.reply, await json('/api/runs?limit=500'))
    const events = z.parse(ENDPOINTS.listNodeEvents.reply, await json(`/api/runs/${SHORT_RUN}/nodes/step_1/events`))
    const node = z.parse(ENDPOINTS.getNode.reply, await json(`/api/runs/${SHORT_RUN}/nodes/step_1`))
    return { runs: runs.items, events: events.items, node }
  } finally {
    server.child.kill('SIGKILL')
    await server.ended()
  }
}

test('--dry-run prints the report and writes nothing', async () => {
  const DATA_DIR = join(folder.path, 'dry')
  const done = await runlens(['import', old, '--dry-run'], { DATA_DIR })
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(done.stdout).toContain('nothing was written')
  expect(done.stdout).toMatch(/execution_events\s+635\s+635\s+0\n/)
  expect(done.stdout).toContain('Nodes reconstructed: 109. Edges inferred: 68.')
  await expect(access(DATA_DIR)).rejects.toThrow('ENOENT')
})

test('an import is reported, and the server shows what it stored', async () => {
  const DATA_DIR = join(folder.path, 'imported')
  const done = await runlens(['import', old, '--json'], { DATA_DIR })
  expect(done).toMatchObject({ code: 0 })
  expect(JSON.parse(done.stdout)).toMatchObject({
    tables: { execution_events: { read: 635, placed: 635, unplaced: 0 } },
  })
  const { runs, events, node } = await readBack(DATA_DIR)
  expect(runs).toHaveLength(265)
  expect(events).toHaveLength(1)
  expect(node).toMatchObject({ other_runs_with_this_node_id: 34 })
})
