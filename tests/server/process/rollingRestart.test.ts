import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ownSchema } from '#tests/support/databases.ts'
import { type ServerProcess, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

// Four servers are started, one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const hasBalancer = spawnSync('haproxy', ['-v']).status === 0
const schema = hasBalancer ? await ownSchema() : undefined

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** Connections are kept and used again on both sides, and nothing is sent a second time. */
const balancing = (at: number, ports: readonly number[]) => `
defaults
  mode http
  timeout connect 5s
  timeout check 10s
  timeout client 60s
  timeout server 60s
  retries 0
frontend all
  bind 127.0.0.1:${at}
  default_backend servers
backend servers
  http-reuse always
  option httpchk GET /readyz
  default-server inter 200ms fall 1 rise 1
${ports.map((port) => `  server s${port} 127.0.0.1:${port} check`).join('\n')}
`

describe.skipIf(schema === undefined)('two servers behind HAProxy', () => {
  const agent = new Agent({ keepAlive: true })
  const servers: ServerProcess[] = []
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let balancer: ChildProcess
  let port = 0
  let ports: readonly number[] = []

  const start = async (PORT: number, index: number) => {
    servers[index] = startServer({
      DATABASE_URL: schema?.url ?? '',
      PORT: String(PORT),
      SHUTDOWN_DELAY: '2',
      ALLOWED_HOSTS: 'runs',
    })
    await servers[index].ready()
  }
  beforeAll(async () => {
    folder = await temporaryFolder()
    ports = [await freePort(), await freePort()]
    port = await freePort()
    await Promise.all(ports.map(start))
    const file = join(folder.path, 'haproxy.cfg')
    await writeFile(file, balancing(port, ports))
    balancer = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  })
  afterAll(async () => {
    agent.destroy()
    balancer.kill('SIGKILL')
    for (const { child } of servers) child.kill('SIGKILL')
    await Promise.all(servers.map((server) => server.ended()))
    await schema?.drop()
    await folder.remove()
  })

  /** The status of a post, or what became of its connection. */
  async function post(): Promise<number | string> {
    const headers = { host: 'runs', 'content-type': 'application/json' }
    const outgoing = request({
      host: '127.0.0.1',
      port,
      agent,
      method: 'POST',
      path: `/api/runs/${randomUUID()}/batch`,
      headers,
    })
    outgoing.end('{"run":{"status":"executing"}}')
    try {
      const [incoming] = await once(outgoing, 'response')
      const body = await text(incoming)
      return incoming.statusCode === 200 ? 200 : `${incoming.statusCode} ${body}`
    } catch (error) {
      return String(error)
    }
  }

  test('lose no post while one after the other is started again', async () => {
    await vi.waitFor(async () => expect(await post()).toBe(200), { timeout: 20_000 })
    const outcomes: (number | string)[] = []
    const over = new AbortController()
    const sender = async () => {
      while (!over.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- one post after the other, as an agent sends them
        outcomes.push(await post())
        // oxlint-disable-next-line no-await-in-loop -- as above
        await sleep(20)
      }
    }
    const senders = [sender(), sender(), sender()]
    for (const [index, PORT] of ports.entries()) {
      servers[index]?.child.kill('SIGTERM')
      // oxlint-disable-next-line no-await-in-loop -- one server after the other
      expect(await servers[index]?.ended()).toBe(0)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await start(PORT, index)
      // oxlint-disable-next-line no-await-in-loop -- the balancer has to see it
      await sleep(2000)
    }
    over.abort()
    await Promise.all(senders)
    expect(outcomes.filter((outcome) => outcome !== 200)).toEqual([])
    expect(outcomes.length).toBeGreaterThan(50)
  })
})
