/** A run that 1,000 clients watch while 100 events a second are written into it: what reaches them, how late, and what that costs the server. */
import { Agent, get } from 'node:http'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { openChildServer } from './childServer.ts'
import { printRow } from './measure.ts'

const CLIENTS = 1000
const EVENTS_A_SECOND = 100
const SECONDS = 5
/** A program that reports as it goes posts one event at a time; an exporter posts some together. */
const EVENTS_A_BATCH = [1, 10]
/** In `/proc/…/stat`, on any Linux of today. */
const TICKS_A_SECOND = 100

const url = process.env['TEST_DATABASE_URL']
const databases = [
  { name: 'PGlite', env: { DATA_DIR: mkdtempSync(join(tmpdir(), 'runlens-bench-')) } },
  ...(url === undefined ? [] : [{ name: 'Postgres', env: { DATABASE_URL: url } }]),
]

const Frame = z.object({ prev: z.int(), seq: z.int(), events: z.array(z.object({ event_id: z.string() })) })

/** One client that is as simple as can be, for a thousand of them share this process: it keeps the text, and when each piece came. */
type Client = {
  readonly pieces: { readonly text: string; readonly at: number }[]
  readonly leave: () => void
  isCut: boolean
}

function watch(base: string, run_id: string, agent: Agent): Promise<Client> {
  return new Promise((resolve, reject) => {
    const request = get(`${base}/api/runs/${run_id}/stream`, { agent }, (reply) => {
      if (reply.statusCode !== 200) return reject(new Error(`the stream answered ${reply.statusCode}`))
      const client: Client = { pieces: [], leave: () => request.destroy(), isCut: false }
      reply.setEncoding('utf8').on('data', (text: string) => client.pieces.push({ text, at: performance.now() }))
      reply.on('close', () => (client.isCut = true)).on('error', () => undefined)
      resolve(client)
    })
    request.on('error', reject)
  })
}

/** Parsed once each: a thousand clients get the same text. */
const parsed = new Map<string, z.output<typeof Frame> | undefined>()
function frameOf(event: string): z.output<typeof Frame> | undefined {
  if (!parsed.has(event)) {
    const data = event.startsWith('event: change\n') ? event.slice(event.indexOf('\ndata: ') + 7) : undefined
    parsed.set(event, data === undefined ? undefined : z.parse(Frame, JSON.parse(data)))
  }
  return parsed.get(event)
}

/** When each event came to the client, and how often. */
function seenBy({ pieces }: Client) {
  const at = new Map<string, number>()
  let [frames, doubled, gaps, resets, seq] = [0, 0, 0, 0, undefined as number | undefined]
  let rest = ''
  for (const piece of pieces) {
    const events = (rest + piece.text).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      if (event.startsWith('event: reset\n')) resets += 1
      const frame = frameOf(event)
      if (!frame) continue
      frames += 1
      if (seq !== undefined && frame.prev !== seq) gaps += 1
      seq = frame.seq
      for (const { event_id } of frame.events) {
        if (at.has(event_id)) doubled += 1
        else at.set(event_id, piece.at)
      }
    }
  }
  return { at, frames, doubled, gaps, resets }
}

/** Seconds of processor that a process took so far, and its memory in MiB. Elsewhere than on Linux nobody tells. */
function usageOf(pid: number): { readonly seconds: number; readonly mib: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return { seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND, mib: (pages * 4096) / 2 ** 20 }
  } catch {
    return { seconds: Number.NaN, mib: Number.NaN }
  }
}

async function post(base: string, run_id: string, body: unknown): Promise<void> {
  const response = await fetch(`${base}/api/runs/${run_id}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}

/** Writes at the rate, whatever a write takes; answers with the moment at which each event was known to be stored. */
async function write(base: string, run_id: string, eventsABatch: number): Promise<ReadonlyMap<string, number>> {
  const stored = new Map<string, number>()
  const start = performance.now()
  const writing: Promise<void>[] = []
  for (let at = 0; at < (EVENTS_A_SECOND * SECONDS) / eventsABatch; at++) {
    await sleep(start + (at * eventsABatch * 1000) / EVENTS_A_SECOND - performance.now())
    const events = Array.from({ length: eventsABatch }, (_, event) => ({
      event_id: `${run_id} ${at}.${event}`,
      node_id: `node ${at % 20}`,
      event_type: 'tool_call',
      inputs: { text: 'x'.repeat(300) },
    }))
    const noted = () => {
      for (const { event_id } of events) stored.set(event_id, performance.now())
    }
    writing.push(post(base, run_id, { events }).then(noted))
  }
  await Promise.all(writing)
  return stored
}

async function bench(name: string, env: Readonly<Record<string, string>>, eventsABatch: number): Promise<void> {
  const server = await openChildServer(env)
  const run_id = crypto.randomUUID()
  const nodes = Array.from({ length: 20 }, (_, node) => ({ node_id: `node ${node}`, status: 'running' }))
  const run = { session_id: 'bench', status: 'executing' }
  await post(server.base, run_id, { sessions: [{ session_id: 'bench' }], run, nodes })
  const agent = new Agent({ maxSockets: Infinity })
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => watch(server.base, run_id, agent)))
  await sleep(500)
  const before = usageOf(server.pid)
  const stored = await write(server.base, run_id, eventsABatch)
  await sleep(1500)
  const after = usageOf(server.pid)
  const isCut = clients.filter((client) => client.isCut).length
  const seen = clients.map((client) => seenBy(client))
  for (const client of clients) client.leave()
  await server.close()

  const whole = seen.filter(({ at, doubled }) => at.size === stored.size && doubled === 0).length
  const sum = (of: (one: (typeof seen)[number]) => number) => seen.reduce((total, one) => total + of(one), 0)
  // How long after its writer knew of it an event had come to everybody; at times before, which counts as nothing.
  const late = [...stored].map(([event_id, at]) =>
    Math.max(0, ...seen.map((one) => (one.at.get(event_id) ?? Infinity) - at)),
  )
  const title = `${name}, ${eventsABatch} a batch`
  console.log(
    `${title}: ${sum(({ frames }) => frames)} frames; ${whole} of ${CLIENTS} clients got each of ${stored.size} events once` +
      ` (${sum(({ doubled }) => doubled)} doubled, ${sum(({ gaps }) => gaps)} gaps, ${sum(({ resets }) => resets)} resets, ${isCut} cut off)`,
  )
  printRow(`${title}: stored until with the last client`, late)
  const seconds = (after.seconds - before.seconds) / (SECONDS + 1.5)
  console.log(
    `${title}: the server took ${(seconds * 100).toFixed(0)} % of a processor and ${after.mib.toFixed(0)} MiB`,
  )
}

for (const { name, env } of databases) for (const count of EVENTS_A_BATCH) await bench(name, env, count)
