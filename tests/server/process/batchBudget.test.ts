import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runId } from '#tests/support/testStore.ts'
import { probeHealth } from '#tests/support/process/healthProbe.ts'
import { type ServerProcess, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

/* Batches that are each allowed and together are more than the machine has. Memory is read from Linux itself. */

const MIB = 1024 * 1024
const LARGE_BYTES = Math.round(7.4 * MIB)
const ATTACKERS = 24
/** What the server may take beyond its peak where large batches come one after the other. Without a budget it takes 150 more. */
const MORE_MIB = 30

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: ServerProcess
let url: string
beforeAll(async () => {
  folder = await temporaryFolder()
  server = startServer({ DATA_DIR: folder.path })
  url = await server.ready()
}, 180_000)
afterAll(async () => {
  server.child.kill()
  await server.ended()
  await folder.remove()
})

const nodes = Array.from({ length: 8 }, (_, at) => ({
  node_id: `n${at}`,
  meta: { text: 'x'.repeat(Math.floor(LARGE_BYTES / 8) - 60) },
}))
const large = new TextEncoder().encode(JSON.stringify({ run: { status: 'executing' }, nodes }))
const small = (at: number) => JSON.stringify({ run: {}, events: [{ event_id: `e${at}`, inputs: { at } }] })

/** On a connection of its own, for one that is kept may be closed by the other side at any moment. */
async function ask(method: string, path: string, body?: string | Uint8Array): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body === undefined ? 0 : Buffer.byteLength(body),
  }
  const outgoing = request(`${url}${path}`, { method, headers, agent: false })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  incoming.resume()
  return incoming
}

async function post(run: number, body: string | Uint8Array): Promise<string> {
  const { statusCode, headers } = await ask('POST', `/api/runs/${runId(run)}/batch`, body)
  return `${statusCode} ${headers['retry-after'] ?? ''}`.trim()
}

async function residentMib(): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** The most memory that the server has while something is done, in MiB. */
async function peakDuring(doing: () => Promise<void>): Promise<number> {
  const seen = { peak: await residentMib(), isOver: false }
  const watch = async () => {
    while (!seen.isOver) {
      seen.peak = Math.max(seen.peak, await residentMib())
      await sleep(20)
    }
  }
  const watching = watch()
  try {
    await doing()
  } finally {
    seen.isOver = true
    await watching
  }
  return seen.peak
}

test.runIf(process.platform === 'linux')(
  'many large batches at once take little more memory than one after the other, and health is answered meanwhile',
  { timeout: 300_000 },
  async () => {
    // Memory that the engine and the heap take once, and keep.
    const oneAfterTheOther = await peakDuring(async () => {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (let run = 1; run <= 8; run++) expect(await post(run, large)).toBe('200')
    })
    const health = probeHealth(server, url)
    let answers: readonly string[] = []
    const atOnce = await peakDuring(async () => {
      answers = await Promise.all(Array.from({ length: ATTACKERS }, (_, at) => post(at + 10, large)))
    })
    const stored = answers.filter((answer) => answer === '200').length
    const more = Math.round(atOnce - oneAfterTheOther)
    process.stdout.write(
      `batches: ${ATTACKERS} of 7.4 MiB at once, ${stored} stored, ${ATTACKERS - stored} to come again, ${more} MiB more than one after the other\n`,
    )
    expect(new Set(answers)).toEqual(new Set(['200', '503 1']))
    expect(more).toBeLessThan(MORE_MIB)
    await health.expectAnswers(`${ATTACKERS} batches at once`)
    // Those that were turned away are taken once there is room.
    expect(await post(99, large)).toBe('200')
  },
)

test(
  'a program that reports each event as it comes has many small batches under way, and all are taken',
  { timeout: 300_000 },
  async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => post(200 + (at % 5), small(at))))
    expect(new Set(answers)).toEqual(new Set(['200']))
  },
)
