import { ENDPOINTS } from '#contract/endpoints.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { generate, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

// Each of these processes opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder()
  await seedDataDir(folder.path)
})
afterAll(() => folder.remove())

test('npm run generate puts a run of the asked size into the database', async () => {
  const options = ['--nodes', '12', '--events', '340', '--messages', '5', '--files', '3']
  const environment = { DATA_DIR: folder.path }
  const done = await generate(options, environment)
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(done.stdout).toMatch(/^Run [0-9a-f-]{36}: 12 nodes, 340 events, 5 messages, 3 files\./)

  const server = startServer(environment)
  try {
    const reply = z.parse(ENDPOINTS.listRuns.reply, await (await fetch(`${await server.ready()}/api/runs`)).json())
    expect(reply.items).toMatchObject([{ node_count: 12, event_count: 340, message_count: 5, file_count: 3 }])
    // The folder belongs to the server now.
    const refused = await generate(options, environment)
    expect([refused.code, refused.stdout]).toEqual([75, ''])
    expect(refused.stderr.trim().split('\n')).toHaveLength(1)
  } finally {
    server.child.kill('SIGKILL')
    await server.ended()
  }
})

test('a command line that cannot be read is answered with what can be', async () => {
  const wrong = await generate(['--nodes', 'many'], { DATA_DIR: folder.path })
  expect([wrong.code, wrong.stderr.trim()]).toEqual([64, '--nodes must be a whole number from 1 to 50000.'])
  const unknown = await generate(['--colour', 'blue'], { DATA_DIR: folder.path })
  expect(unknown.code).toBe(64)
  expect(unknown.stderr).toContain('npm run generate -- --nodes N --events M')
})
