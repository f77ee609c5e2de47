import { ENDPOINTS } from '#contract/endpoints.ts'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openPgliteStore } from '#server/store/postgres/engine/openStore.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { type ServerProcess, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

/** A stack trace has such lines. */
const STACK = /^\s+at .+:\d+:\d+\)?$/m

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let first: ServerProcess
let url: string

beforeAll(async () => {
  folder = await temporaryFolder()
  first = startServer({ DATA_DIR: folder.path })
  url = await first.ready()
})
afterAll(async () => {
  first.child.kill('SIGKILL')
  await first.ended()
  await folder.remove()
})

/** Starts a server that is expected to refuse, and tells how it ended. */
async function refusal(environment: Readonly<Record<string, string>>) {
  const server = startServer(environment)
  const code = await server.ended()
  const { stdout, stderr } = server.output()
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(STACK)
  return { code, said: stderr.trim().split('\n') }
}

test('the ready line is all that is on stdout, and then the server answers', async () => {
  const health = z.parse(ENDPOINTS.health.reply, await (await fetch(`${url}/api/health`)).json())
  expect(health).toMatchObject({ status: 'ok', database: 'pglite', exposed_without_authentication: false })
  expect(first.output().stdout).toBe(`Runlens is ready at ${url}\n`)
})

test('a request for another host is refused, and its log line contains no URL', async () => {
  const { hostname, port } = new URL(url)
  const { request } = await import('node:http')
  const outgoing = request({ hostname, port, path: '/api/runs?q=hush', headers: { host: 'evil.example' } })
  outgoing.end()
  const [incoming] = await once(outgoing, 'response')
  expect(incoming.statusCode).toBe(421)
  await expect.poll(() => first.output().stderr).toContain('"code":"misdirected_host"')
  expect(first.output().stderr).not.toMatch(/hush|evil/)
})

test('a second server on the same data folder is refused in one sentence', async () => {
  const { code, said } = await refusal({ DATA_DIR: folder.path })
  expect(code).toBe(75)
  expect(said).toEqual([expect.stringMatching(/^The data folder .+ is in use by process \d+\. Stop .+\.$/)])
  expect((await fetch(`${url}/api/runs`)).status).toBe(200)
})

test('an unreachable database is reported without its password', async () => {
  const { code, said } = await refusal({ DATABASE_URL: 'postgres://ann:hunter2@127.0.0.1:1/runs' })
  expect(code).toBe(69)
  expect(said).toEqual(['The database in DATABASE_URL (127.0.0.1:1/runs) cannot be reached (ECONNREFUSED).'])
})

test('a host beyond loopback and a bad port are refused, one sentence each', async () => {
  const { code, said } = await refusal({ HOST: '0.0.0.0' })
  expect([code, said]).toEqual([78, [expect.stringMatching(/^HOST is not a loopback address, .+\.$/)]])
  expect(await refusal({ PORT: 'x' })).toEqual({ code: 78, said: ['PORT must be a number from 0 to 65535.'] })
})

test('reports a port in use and releases the data folder; a stopping server is not ready before it ends', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const own = await temporaryFolder()
  await seedDataDir(own.path)
  const { code, said } = await refusal({ PORT: port, DATA_DIR: own.path })
  other.close()
  expect(code).toBe(75)
  expect(said).toContain(`Port ${port} is in use. Stop the other program, or choose another PORT.`)
  // The same server shows how one ends.
  const again = startServer({ DATA_DIR: own.path, SHUTDOWN_DELAY: '3' })
  const at = await again.ready()
  const statusOf = async (path: string) => (await fetch(at + path)).status
  expect(await statusOf('/readyz')).toBe(200)
  again.child.kill('SIGTERM')
  await expect.poll(() => statusOf('/readyz')).toBe(503)
  expect([await statusOf('/api/runs'), await statusOf('/livez')]).toEqual([200, 200])
  expect(await again.ended()).toBe(0)
  await own.remove()
})

test('a demo that was removed is not loaded again', async () => {
  const own = await temporaryFolder()
  await seedDataDir(own.path)
  const store = await openPgliteStore({ dataDir: own.path })
  await store.demo.remove()
  await store.close()
  const server = startServer({ DATA_DIR: own.path, RUNLENS_DEMO: 'auto' })
  const reply = await fetch(`${await server.ready()}/api/runs`)
  expect(z.parse(ENDPOINTS.listRuns.reply, await reply.json()).total).toBe(0)
  server.child.kill('SIGTERM')
  await server.ended()
  await own.remove()
})

test('Ctrl-C ends the server cleanly and by itself, also while a browser holds a connection', async () => {
  await fetch(`${url}/api/runs`)
  first.child.kill('SIGINT')
  expect(await first.ended()).toBe(0)
  // What does not end in time is ended anyway, and said to be.
  expect(first.output().stderr).not.toContain('did not end in time')
  expect(first.output().stderr).not.toMatch(STACK)
})
