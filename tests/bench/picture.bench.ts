/**
 * The picture of runs of any size, as a reader has it: from the reply to the painted graph, in a page that just loaded and in one
 * that has shown another run, frames while the hand pans and zooms, a live run whose
 * states change 100 times a second, and the memory of the page. Real Chromium, built app, real server. Build first. `PICTURE_NODES=100,1000`
 * and `PICTURE_LIVE_NODES=1000` take other sizes.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { openBuiltApp } from './builtApp.ts'
import { median, quantile } from './measure.ts'

const PORT = Number(process.env['PICTURE_PORT'] ?? 4491)
const SIZES = (process.env['PICTURE_NODES'] ?? '100,1000,10000,50000').split(',').map(Number)
const ROUNDS = Number(process.env['PICTURE_ROUNDS'] ?? 3)
const LIVE_NODES = Number(process.env['PICTURE_LIVE_NODES'] ?? 10_000)
const LIVE_MS = 6000
const base = `http://127.0.0.1:${PORT}`

const env = {
  ...process.env,
  PORT: String(PORT),
  RUNLENS_DEMO: 'off',
  DATA_DIR: mkdtempSync(join(tmpdir(), 'runlens-bench-')),
}

/** One generated run of so many nodes; with its id. */
function generate(nodes: number): string {
  const args = ['--nodes', String(nodes), '--events', String(nodes * 2), '--files', '0', '--seed', `picture-${nodes}`]
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/server/generateMain.js', ...args], {
    env,
    encoding: 'utf8',
  })
  const run_id = /Run (\S+):/.exec(stdout)?.[1]
  if (status !== 0 || run_id === undefined) throw new Error(`no run of ${nodes} nodes could be generated: ${stderr}`)
  return run_id
}

/*
 * What runs in the page is text: what compiles this file would have functions call something that the page lacks.
 * Frames are the times between two calls before painting, from the first event of the gesture until it has rested.
 */
const GESTURE = `async (kind) => {
  const pane = document.querySelector('.react-flow__pane')
  const box = pane.getBoundingClientRect()
  const at = { clientX: box.x + box.width * 0.5, clientY: box.y + box.height * 0.5, bubbles: true, cancelable: true, view: window }
  const times = []
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  let last = await frame()
  const next = async () => { const now = await frame(); times.push(now - last); last = now }
  if (kind === 'pan') {
    pane.dispatchEvent(new MouseEvent('mousedown', { ...at, button: 0, buttons: 1 }))
    for (let step = 1; step <= 120; step++) {
      const far = step <= 60 ? step : 120 - step
      window.dispatchEvent(new MouseEvent('mousemove', { ...at, clientX: at.clientX - far * 9, clientY: at.clientY - far * 5, buttons: 1 }))
      await next()
    }
    window.dispatchEvent(new MouseEvent('mouseup', { ...at, button: 0 }))
  } else {
    for (let step = 0; step < 120; step++) {
      pane.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: step % 60 < 30 ? -60 : 60 }))
      await next()
    }
  }
  for (let step = 0; step < 40; step++) await next()
  return times
}`

const WATCH = `async ([card, duration]) => {
  const canvas = document.querySelector('.react-flow > canvas')
  const context = canvas.getContext('2d')
  const own = document.querySelector('[data-card-id="' + card + '"]').getBoundingClientRect()
  const box = canvas.getBoundingClientRect()
  const ratio = canvas.width / box.width
  const colour = () => context.getImageData(Math.round((own.x + own.width / 2 - box.x) * ratio), Math.round((own.y + own.height / 2 - box.y) * ratio), 1, 1).data.join()
  const frames = []
  const changes = []
  const start = performance.now()
  let last = start
  let seen = colour()
  while (last - start < duration) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    frames.push(now - last)
    last = now
    const is = colour()
    if (is !== seen) changes.push(performance.timeOrigin + now)
    seen = is
  }
  return { frames, changes }
}`

/** Runs a text with this argument in the page. */
const inPage = <T>(page: Page, code: string, argument: unknown): Promise<T> =>
  page.evaluate<T>(`(${code})(${JSON.stringify(argument)})`)

async function open(browser: Browser, path: string): Promise<{ readonly page: Page; readonly painted: number }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // The marks of the first picture: later ones take their place.
  await page.addInitScript(`
    window.first = {}
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) window.first[name] ??= startTime
    }).observe({ type: 'mark', buffered: true })
  `)
  await page.goto(`${base}${path}`)
  return { page, painted: await msToPaint(page) }
}

/** Waits until a graph is painted; from its reply until then, in milliseconds. */
async function msToPaint(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('runlens:graph-painted').length > 0, undefined, {
    timeout: 120_000,
  })
  return page.evaluate<number>(`window.first['runlens:graph-painted'] - window.first['runlens:dag-reply']`)
}

/** From the reply to the painted graph in a page that has shown another run, in milliseconds. */
async function paintedInOpenPage(browser: Browser, other: string, path: string): Promise<number> {
  const { page } = await open(browser, `/runs/${other}`)
  await sleep(1500)
  await page.evaluate(
    `performance.clearMarks(); first = {}; history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`,
  )
  const painted = await msToPaint(page)
  await page.close()
  return painted
}

async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

const frames = (times: readonly number[]): string =>
  `${[0.5, 0.95, 1].map((part) => quantile(times, part).toFixed(1)).join(' / ')} ms`.padEnd(26)

const zoomTo = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function benchPicture(browser: Browser, run_id: string, nodes: number, fold: 'needed' | 'none'): Promise<void> {
  const path = `/runs/${run_id}${fold === 'none' ? '?fold=none' : ''}`
  const painted: number[] = []
  const paintedLater: number[] = []
  const [pan, zoom, near]: [number[], number[], number[]] = [[], [], []]
  const heap: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const opened = await open(browser, path)
    const { page } = opened
    painted.push(opened.painted)
    await sleep(800)
    near.push(...(await inPage<number[]>(page, GESTURE, 'pan')))
    await zoomTo(page, 'Fit graph')
    await sleep(800)
    pan.push(...(await inPage<number[]>(page, GESTURE, 'pan')))
    zoom.push(...(await inPage<number[]>(page, GESTURE, 'zoom')))
    heap.push(await heapMegabytes(page))
    await page.close()
    paintedLater.push(await paintedInOpenPage(browser, other, path))
  }
  console.log(
    [
      `${nodes} nodes, ${fold === 'none' ? 'unfolded' : 'folded as needed'}`.padEnd(32),
      `reply to painted ${median(painted).toFixed(0).padStart(5)} ms, in an open page ${median(paintedLater).toFixed(0).padStart(5)} ms`,
      `pan near ${frames(near)}`,
      `pan whole ${frames(pan)}`,
      `zoom ${frames(zoom)}`,
      `heap ${median(heap).toFixed(0)} MB`,
    ].join('  '),
  )
}

async function post(run_id: string, rows: Readonly<Record<string, unknown>>): Promise<void> {
  const reply = await fetch(`${base}/api/runs/${run_id}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rows),
  })
  if (!reply.ok) throw new Error(`the server answered ${reply.status}: ${await reply.text()}`)
}

/** A run that goes on, of stages that fan out to eight and join: a generated one takes no further rows. */
async function postLiveRun(nodes: number): Promise<{ readonly run_id: string; readonly ids: readonly string[] }> {
  const run_id = crypto.randomUUID()
  const ids = Array.from({ length: nodes }, (_, at) => `n${at}`)
  await post(run_id, { run: { status: 'executing' } })
  const rows = ids.map((node_id, order_index) => ({
    node: { node_id, order_index, status: 'running', label: `Part ${order_index}` },
    edges: (order_index % 9 === 0
      ? ids.slice(Math.max(0, order_index - 8), order_index)
      : ids.slice(order_index - (order_index % 9), order_index - (order_index % 9) + 1)
    ).map((from_node_id) => ({ from_node_id, to_node_id: node_id })),
  }))
  for (let from = 0; from < nodes; from += 1500) {
    const part = rows.slice(from, from + 1500)
    await post(run_id, { nodes: part.map(({ node }) => node), edges: part.flatMap(({ edges }) => edges) })
  }
  return { run_id, ids }
}

/** States that change 100 times a second in the whole run, seen from so far that cards are colour alone. */
async function benchLive(browser: Browser, nodes: number): Promise<void> {
  const { run_id, ids } = await postLiveRun(nodes)
  const { page } = await open(browser, `/runs/${run_id}?fold=none`)
  for (let step = 0; step < 11; step++) await zoomTo(page, 'Zoom out')
  // The card that the Tab key reaches is mounted at every zoom: it tells where its picture is.
  const watched = await page.locator('[data-card-id]').first().getAttribute('data-card-id')
  if (watched === null) throw new Error('no card is mounted')
  await sleep(1500)
  const watching = inPage<{ frames: number[]; changes: number[] }>(page, WATCH, [watched, LIVE_MS])
  const stored: number[] = []
  const begin = performance.now()
  for (let batch = 0; performance.now() - begin < LIVE_MS - 1000; batch++) {
    const changed = Array.from({ length: 10 }, (_, at) => ids[1 + (((batch * 10 + at) * 7) % (ids.length - 1))])
    const isMarked = batch % 10 === 0
    const statuses = changed.map((node_id, at) => ({
      node_id,
      status: ['running', 'completed', 'retrying'][(batch + at) % 3],
    }))
    if (isMarked) statuses.push({ node_id: watched, status: batch % 20 === 0 ? 'failed' : 'completed' })
    await post(run_id, { nodes: statuses })
    if (isMarked) stored.push(performance.timeOrigin + performance.now())
    await sleep(Math.max(0, begin + (batch + 1) * 100 - performance.now()))
  }
  const { frames: times, changes } = await watching
  const late = stored.flatMap((at) => {
    const seen = changes.find((change) => change > at - 100)
    return seen === undefined ? [] : Math.max(0, seen - at)
  })
  console.log(
    [
      `${nodes} nodes, 100 changes a second`.padEnd(32),
      `frames ${frames(times)}`,
      `commit to pixel ${frames(late)} (${late.length} of ${stored.length} seen)`,
    ].join('  '),
  )
  await page.close()
}

const other = generate(25)
const runs = SIZES.map((nodes) => ({ nodes, run_id: generate(nodes) }))
const { browser, close } = await openBuiltApp(env)
console.log('frames: p50 / p95 / most')
try {
  for (const { nodes, run_id } of runs)
    for (const fold of ['needed', 'none'] as const) await benchPicture(browser, run_id, nodes, fold)
  await benchLive(browser, LIVE_NODES)
} finally {
  await close()
}
