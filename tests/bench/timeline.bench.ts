/** The timeline of generated runs in Chromium on the built app: from the reply to the first picture, and the frames while a hand zooms, pans and scrolls. */
import type { Page } from '@playwright/test'
import { NodeId } from '#contract/ids.ts'
import { EnrichedNode } from '#contract/summaries.ts'
import { aNode, EMPTY_CARD } from '#mocks/fixtures/builders.ts'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { layoutTimeline } from '#src/timeline/chart/layoutTimeline.ts'
import { idleGaps } from '#src/timeline/model/idleGaps.ts'
import { layoutLanes } from '#src/timeline/model/layoutLanes.ts'
import { timeScale } from '#src/timeline/model/timeScale.ts'
import { syntheticTable } from '../support/syntheticTable.ts'
import { openBuiltApp } from './builtApp.ts'
import { measure, printRow, quantile } from './measure.ts'

const PORT = 4495
const base = `http://127.0.0.1:${PORT}`
const NODES = 2000

/** The pure parts, with ten times the events that the browser holds of a run. */
async function benchLayout() {
  for (const events of [100_000, 1_000_000]) {
    const table = syntheticTable({ nodes: NODES, events })
    const nodes = table.nodes.map((node_id) =>
      EnrichedNode.parse({ ...aNode({ node_id: node_id ?? NodeId.parse('none') }), ...EMPTY_CARD }),
    )
    printRow(`lanes of ${events} events`, await measure(3, () => layoutLanes(table, nodes, [])))
    const timeline = layoutLanes(table, nodes, [])
    printRow(`idle gaps of ${events} events`, await measure(3, () => idleGaps(timeline)))
    const placed = placeLanes(timeline.lanes, { folded: false, exceptions: new Set() })
    const { start = 0, end = 1 } = timeline.span ?? {}
    let frame = 0
    const view = () => {
      const part = (frame++ % 100) / 100
      const scale = timeScale(
        { from: start + part * 0.3 * (end - start), to: end - part * 0.3 * (end - start) },
        1100,
        [],
      )
      return { scale, top: part * 40_000, height: 700 }
    }
    printRow(`marks of a frame, ${events} events`, await measure(200, () => layoutTimeline(timeline, placed, view())))
  }
}

async function benchScreen() {
  const folder = mkdtempSync(join(tmpdir(), 'runlens-bench-'))
  const env = { ...process.env, PORT: String(PORT), DATA_DIR: folder, DATABASE_URL: '' }
  for (const events of [10_000, 100_000]) {
    const options = [
      '--nodes',
      String(NODES),
      '--events',
      String(events),
      '--messages',
      '0',
      '--files',
      '0',
      '--seed',
      `bench-${events}`,
    ]
    const { status } = spawnSync(process.execPath, ['dist/server/generateMain.js', ...options], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('no run was generated')
  }
  const { browser, close } = await openBuiltApp(env)
  const { items } = await (await fetch(`${base}/api/runs?limit=500`)).json()
  const runs: readonly Run[] = items.filter((run: Run) => run.node_count === NODES)
  for (const run of runs.toSorted((a, b) => a.event_count - b.event_count)) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await benchRun(page, run)
    await page.close()
  }
  await close()
  rmSync(folder, { recursive: true, force: true })
}

type Run = { readonly run_id: string; readonly node_count: number; readonly event_count: number }

async function benchRun(page: Page, run: Run) {
  // The page itself notes the frame after its first picture, so that no traffic with this process is counted.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[role="application"] canvas')) return
      observer.disconnect()
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first picture')))
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${base}/runs/${run.run_id}?view=timeline`)
  await page.waitForFunction(() => performance.getEntriesByName('first picture').length > 0)
  const toPicture = await page.evaluate(() => {
    const data = performance.getEntriesByType('resource').filter((entry) => /\/(dag|event-columns)/.test(entry.name))
    const [picture] = performance.getEntriesByName('first picture')
    // The pages after the first come while the first is in view already.
    const ends = data.flatMap((entry) =>
      entry instanceof PerformanceResourceTiming && !entry.name.includes('cursor') ? [entry.responseEnd] : [],
    )
    return (picture?.startTime ?? Number.NaN) - Math.max(...ends)
  })
  const name = `${run.node_count} nodes, ${run.event_count} events`
  printRow(`data to first picture, ${name}`, [toPicture])
  await page.getByText(/loading, .* so far/).waitFor({ state: 'detached', timeout: 60_000 })
  for (const [lanes, prepare] of [
    ['folded', async () => undefined],
    ['unfolded', async () => await page.getByText('Unfold all').click()],
  ] as const) {
    await prepare()
    for (const [gesture, act] of Object.entries(GESTURES)) {
      const frames = await framesDuring(page, () => act(page))
      printRow(`${gesture}, lanes ${lanes}, ${name}`, frames)
      console.log(
        `${''.padEnd(44)} longest ${quantile(frames, 1).toFixed(2).padStart(9)} ms  of ${frames.length} frames`,
      )
    }
  }
}

/** As text, since the compiler would name its function by a call that the page does not know. */
const RECORD = `(() => {
  const frames = (window.recorded_frames = [])
  requestAnimationFrame(function note(time) {
    frames.push(time)
    if (window.recorded_frames === frames) requestAnimationFrame(note)
  })
})()`

/** Milliseconds between frames of the page while something is done to it. */
async function framesDuring(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(RECORD)
  await act()
  const times: readonly number[] = await page.evaluate('window.recorded_frames')
  await page.evaluate('window.recorded_frames = undefined')
  return times.slice(1).map((time, at) => time - (times[at] ?? time))
}

const CENTRE = { x: 1000, y: 560 } as const

/** Some seconds each, as a hand would do it, through real input. */
const GESTURES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  zoom: async (page) => {
    await page.mouse.move(CENTRE.x, CENTRE.y)
    await page.keyboard.down('Control')
    for (let turn = 0; turn < 120; turn++) {
      await page.mouse.wheel(0, turn % 60 < 30 ? -60 : 60)
      await page.waitForTimeout(16)
    }
    await page.keyboard.up('Control')
  },
  pan: async (page) => {
    await page.getByRole('button', { name: /Zoom in/ }).click()
    await page.getByRole('button', { name: /Zoom in/ }).click()
    await page.mouse.move(CENTRE.x, CENTRE.y)
    await page.mouse.down()
    for (let step = 0; step < 150; step++) {
      await page.mouse.move(CENTRE.x + 300 * Math.sin(step / 12), CENTRE.y + 40 * Math.sin(step / 5))
      await page.waitForTimeout(16)
    }
    await page.mouse.up()
    await page.getByRole('button', { name: /Show whole run/ }).click()
  },
  scroll: async (page) => {
    await page.mouse.move(CENTRE.x, CENTRE.y)
    for (let turn = 0; turn < 120; turn++) {
      await page.mouse.wheel(0, turn % 60 < 40 ? 120 : -200)
      await page.waitForTimeout(16)
    }
  },
}

await benchLayout()
await benchScreen()
