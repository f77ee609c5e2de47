import { BATCH_BYTES_MAX } from '#contract/batch.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { listen } from '#server/listen.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { eventually } from '#tests/support/eventually.ts'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { report } from '#tests/support/attacks/report.ts'

/* Connections that are open and do next to nothing. Others must be answered meanwhile, and nothing of them may stay. */

const SLOW = 120
const STREAMS = 240

const store = await twinStore()
const server = await listen(0, '127.0.0.1', () => appOver(store).app.fetch)
afterAll(() => server.close())

async function openSockets(count: number, firstBytes: (at: number) => string): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(server.port, '127.0.0.1').on('error', () => undefined))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const [at, socket] of sockets.entries()) socket.write(firstBytes(at))
  return sockets
}

const ask = async (path: string, init: RequestInit = {}) =>
  (await fetch(`http://127.0.0.1:${server.port}${path}`, init)).status

const post = () =>
  ask(`/api/runs/${BLUE}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ events: [{ event_id: crypto.randomUUID() }] }),
  })

test('requests whose heads or bodies never end keep nobody from being answered', async () => {
  const head = `POST /api/runs/${BLUE}/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
  const kinds = [
    () => 'GET /api/runs HTT',
    () => head,
    // Small bodies, of which one byte came.
    () => `${head}Content-Length: 100\r\n\r\n{`,
    () => `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
  ]
  const sockets = await openSockets(SLOW, (at) => kinds[at % kinds.length]?.() ?? '')
  const answers = [await ask('/api/health'), await ask(`/api/runs/${BLUE}`), await post()]
  report('slow connections', {
    connections: sockets.length,
    'others not answered': answers.filter((status) => status !== 200).length,
  })
  expect(answers).toEqual([200, 200, 200])
  for (const socket of sockets) socket.destroy()
})

test('bodies that told much and send nothing leave no room, and all of it is there again when they are gone', async () => {
  const head = `POST /api/runs/${BLUE}/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${BATCH_BYTES_MAX}\r\n\r\n{`
  const sockets = await openSockets(8, () => head)
  await eventually(async () => expect(await post()).toBe(503))
  expect(await ask('/api/health')).toBe(200)
  for (const socket of sockets) socket.destroy()
  await eventually(async () => expect(await post()).toBe(200))
})

test('many open streams keep nobody from being answered, and readers that go away take nobody with them', async () => {
  const sockets = await openSockets(
    STREAMS,
    (at) => `GET ${at % 2 === 0 ? `/api/runs/${BLUE}/stream` : '/api/run-stream'} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  )
  await Promise.all(sockets.map((socket) => once(socket, 'data')))
  const answers = [await ask('/api/health'), await post()]
  report('streams', {
    streams: sockets.length,
    'others not answered': answers.filter((status) => status !== 200).length,
  })
  expect(answers).toEqual([200, 200])
  for (const socket of sockets) socket.destroy()
  expect(await ask('/api/health')).toBe(200)
})
