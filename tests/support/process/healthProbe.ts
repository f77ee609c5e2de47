import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect } from 'vitest'
import type { ServerProcess } from './startServer.ts'

type Probe = { readonly status: number | undefined; readonly ms: number; readonly noiseMs: number }

/** No answer may be later, whatever the server is sent. */
const HEALTH_MAX_MS = 500

/**
 * Asks for `/api/health` every 100 ms from now on. The machine that tests run on is busy with other things too, so of each
 * answer's time goes what was measured to be no doing of the server: how long its main thread was ready to run and had no
 * processor (Linux counts that for each thread), and how late the asking thread itself was, by the same count and by a timer
 * that does nothing else.
 */
export function probeHealth({ child }: ServerProcess, url: string) {
  const worker = new Worker(new URL('./probeHealth.mjs', import.meta.url), {
    workerData: { url, pid: child.pid },
    execArgv: [],
  })
  const told = once(worker, 'message')
  return {
    /** Ends the asking, prints what was found, and expects that all was answered in time. */
    async expectAnswers(during: string): Promise<void> {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage('over')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- probeHealth.mjs sends exactly this
      const [probes] = (await told) as [readonly Probe[]]
      const worst = (of: (probe: Probe) => number) => Math.round(Math.max(0, ...probes.map(of)))
      const own = worst(({ ms, noiseMs }) => ms - noiseMs)
      process.stdout.write(
        `health, ${during}: ${probes.length} asked, the latest answer after ${own} ms and ${worst(({ ms }) => ms)} ms with what the machine added\n`,
      )
      expect(probes.length).toBeGreaterThan(0)
      expect(new Set(probes.map(({ status }) => status))).toEqual(new Set([200]))
      expect(own).toBeLessThanOrEqual(HEALTH_MAX_MS)
    },
  }
}
