import { ENDPOINTS } from '#contract/endpoints.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openPgliteInMemory } from '#tests/support/databases.ts'
import { aServer } from '#tests/support/client/aServer.ts'

/* What the README tells people to write is taken from it and run as a program of its own. */

const readme = readFileSync('README.md', 'utf8')
const section = /^## Report from your own agent$(.*?)^## /ms.exec(readme)?.[1] ?? ''
const blockOf = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(section)?.[1] ?? ''

const runFile = promisify(execFile)
const store = await storeOn('pglite', await openPgliteInMemory())
const server = await aServer(store)
// Within the project, since that is where its own name leads to it.
await mkdir('test-results', { recursive: true })
const folder = await mkdtemp(join('test-results', 'readme-'))
afterAll(async () => {
  await rm(folder, { recursive: true })
  await server.close()
  await store.close()
})
const atServer = (code: string) => code.replaceAll('http://127.0.0.1:4400', server.url)
const runs = async () => z.parse(ENDPOINTS.listRuns.reply, await server.get('/runs')).items

test('the lines of the README report a run, and the API has it', async () => {
  const code = blockOf('ts')
  expect(code.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10)
  const file = join(folder, 'agent.ts')
  await writeFile(file, atServer(code))
  await runFile(process.execPath, ['--import', './scripts/tsx.mjs', file])
  const found = (await runs()).find(({ session_id }) => session_id === 'trips')
  expect(found).toMatchObject({
    task_description: 'Plan a trip',
    status: 'completed',
    node_count: 2,
    event_count: 1,
    file_count: 1,
    message_count: 1,
    error_count: 0,
  })
  const run_id = found?.run_id ?? ''
  expect(await server.get(`/runs/${run_id}/dag`)).toMatchObject({
    nodes: [
      { node_id: 'plan', status: 'completed', input_tokens: 12, output_tokens: 3, event_count: 1 },
      { node_id: 'step_1', status: 'completed', file_count: 1, message_count: 1 },
    ],
    edges: [{ from_node_id: 'plan', to_node_id: 'step_1', message_count: 1 }],
  })
  expect(await server.get(`/runs/${run_id}/nodes/plan/events`)).toMatchObject({
    items: [{ headline: 'asked small-1, “Rome”', status: 'completed' }],
  })
  expect(await server.get(`/runs/${run_id}/integrity`)).toMatchObject({ item: { groups: [] } })
})

test('the command of the README reports one, too', async () => {
  const [, url = '', header = '', body = ''] = /^curl (\S+) -H '([^']+)'[\s\\]+-d '([^']+)'/m.exec(blockOf('sh')) ?? []
  const [name = '', value = ''] = header.split(': ')
  const response = await fetch(atServer(url), { method: 'POST', headers: { [name]: value }, body })
  expect(response.status).toBe(200)
  const found = (await runs()).find(({ run_id }) => run_id.endsWith('0001'))
  expect(found).toMatchObject({ task_description: 'Plan a trip', status: 'executing', node_count: 1, event_count: 1 })
})
