/*
 * Asks a server how it is, ten times a second, from a thread of its own, since a test that makes large bodies is busy
 * itself. It does not wait for one answer before it asks again, so that a server that is held up is seen to be.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'

const EVERY_MS = 100
const CONTROL_MS = 10
/** Longer than any answer may take; what is later counts as this late. */
const GIVEN_UP_MS = 120_000

const { url, pid } = workerData

/** How long a thread could have run and waited for a processor instead, in milliseconds. Linux counts that. */
const waitedMs = (thread) => Number(readFileSync(`/proc/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6

/** How late a timer was here since a moment: what nothing but the machine can be to blame for. */
const late = []
let expected = performance.now() + CONTROL_MS
setInterval(() => {
  const now = performance.now()
  late.push({ at: now, ms: Math.max(0, now - expected) })
  expected = now + CONTROL_MS
}, CONTROL_MS)
const lateSince = (start) => Math.max(0, ...late.filter(({ at }) => at >= start).map(({ ms }) => ms))

const probes = []
const open = new Set()

function ask() {
  const start = performance.now()
  const [server, own] = [`${pid}/task/${pid}`, 'thread-self']
  const before = { server: waitedMs(server), own: waitedMs(own) }
  const outgoing = request(`${url}/api/health`, { agent: false, timeout: GIVEN_UP_MS })
  open.add(outgoing)
  const end = (status) => {
    if (!open.delete(outgoing)) return
    const ms = performance.now() - start
    const ofServer = waitedMs(server) - before.server
    const ofThis = Math.max(waitedMs(own) - before.own, lateSince(start))
    probes.push({ status, ms, noiseMs: Math.min(ms, ofServer + ofThis) })
    if (isOver && open.size === 0) finish()
  }
  outgoing.on('response', (incoming) => {
    incoming.resume()
    incoming.on('end', () => end(incoming.statusCode))
  })
  outgoing.on('timeout', () => outgoing.destroy(new Error('it took too long')))
  outgoing.on('error', () => end(undefined))
  outgoing.end()
}

let isOver = false
const asking = setInterval(ask, EVERY_MS)
const finish = () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort.postMessage(probes)
  process.exit()
}
parentPort.on('message', () => {
  isOver = true
  clearInterval(asking)
  if (open.size === 0) finish()
})
