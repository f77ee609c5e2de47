/** From a write to the screen: Chromium has a run open in the built app, and a batch changes a status or adds a node. Build first. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBuiltApp } from './builtApp.ts'
import { printRow } from './measure.ts'

const PORT = 4490
const ROUNDS = 20
/** Few, so that also those that come are within the view: a card outside of it is not made. */
const NODES = 5
const base = `http://127.0.0.1:${PORT}`
const run_id = crypto.randomUUID()

const { browser, close } = await openBuiltApp({
  ...process.env,
  PORT: String(PORT),
  RUNLENS_DEMO: 'off',
  DATA_DIR: mkdtempSync(join(tmpdir(), 'runlens-bench-')),
})

/** Moments of the clock that this process shares with the page. */
const now = () => performance.timeOrigin + performance.now()

/** Answers with when the batch was sent and when it was known to be stored. */
async function post(body: unknown): Promise<{ readonly sent: number; readonly stored: number }> {
  const sent = now()
  const response = await fetch(`${base}/api/runs/${run_id}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${await response.text()}`)
  return { sent, stored: now() }
}

const nodes = Array.from({ length: NODES }, (_, node) => ({ node_id: `node ${node}`, status: 'completed' }))
const edges = nodes.slice(1).map(({ node_id }) => ({ from_node_id: 'node 0', to_node_id: node_id }))
const run = { session_id: 'bench', status: 'executing' }
await post({ sessions: [{ session_id: 'bench' }], run, nodes, edges })

const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
// Unfolded, for it is single nodes that are watched.
await page.goto(`${base}/runs/${run_id}?fold=none`)
await page.locator('[data-node-id="node 0"]').waitFor()

/** The moment of the frame in which the page first shows what the selector finds. */
const shown = (selector: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        // No function with a name of its own: what compiles this file would have it call something that the page lacks.
        const observer = new MutationObserver(() => {
          if (!document.querySelector(wanted)) return
          observer.disconnect()
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
        })
        observer.observe(document.body, { childList: true, subtree: true, attributes: true })
        setTimeout(() => reject(new Error(`${wanted} was not shown`)), 10_000)
      }),
    selector,
  )

async function bench(name: string, change: (round: number) => readonly [body: unknown, selector: string]) {
  const [fromSent, fromStored]: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const [body, selector] = change(round)
    const seen = shown(selector)
    // Writes close together are shown together: each begins when the page has come to rest.
    await sleep(300)
    const { sent, stored } = await post(body)
    const at = await seen
    if (round === 0) continue
    fromSent.push(at - sent)
    fromStored.push(Math.max(0, at - stored))
  }
  printRow(`${name}: sent to painted`, fromSent)
  printRow(`${name}: stored to painted`, fromStored)
}

await bench('a status of one node', (round) => {
  const isRunning = round % 2 === 0
  const body = { nodes: [{ node_id: 'node 1', status: isRunning ? 'running' : 'completed' }] }
  return [body, `[data-node-id="node 1"]${isRunning ? '[data-running]' : ':not([data-running])'}`]
})
await bench('a node more', (round) => {
  const node_id = `more ${round}`
  const body = { nodes: [{ node_id }], edges: [{ from_node_id: 'node 0', to_node_id: node_id }] }
  return [body, `[data-node-id="${node_id}"]`]
})
await close()
