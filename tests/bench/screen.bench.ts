/** From the reply with the graph to the first painted card, and from a click to the painted dialog, in Chromium on the built app. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBuiltApp } from './builtApp.ts'
import { printRow } from './measure.ts'

const PORT = 4489
const ROUNDS = 15
const base = `http://127.0.0.1:${PORT}`

const { browser, close } = await openBuiltApp({
  ...process.env,
  PORT: String(PORT),
  DATA_DIR: mkdtempSync(join(tmpdir(), 'runlens-bench-')),
})
const { items } = await (await fetch(`${base}/api/runs?limit=500`)).json()
const run = items.reduce((a: { node_count: number }, b: { node_count: number }) =>
  b.node_count > a.node_count ? b : a,
)

const toGraph: number[] = []
const toDialog: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // The page itself notes the frame after its first card, so that no traffic with this process is counted.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[data-node-id]')) return
      observer.disconnect()
      requestAnimationFrame(() => performance.mark('first card'))
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${base}/runs/${run.run_id}`)
  await page.locator('[data-node-id]').first().waitFor()
  await page.waitForFunction(() => performance.getEntriesByName('first card').length > 0)
  toGraph.push(
    await page.evaluate(() => {
      const reply = performance.getEntriesByType('resource').find((entry) => entry.name.endsWith('/dag-columns'))
      const [card] = performance.getEntriesByName('first card')
      if (!(reply instanceof PerformanceResourceTiming) || !card) throw new Error('no graph was seen')
      return card.startTime - reply.responseEnd
    }),
  )
  toDialog.push(
    await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const start = performance.now()
          const observer = new MutationObserver(() => {
            if (!document.querySelector('[role="dialog"] [role="tab"]')) return
            observer.disconnect()
            requestAnimationFrame(() => resolve(performance.now() - start))
          })
          observer.observe(document.body, { childList: true, subtree: true })
          document.querySelector<HTMLElement>('[data-node-id]')?.click()
        }),
    ),
  )
  await page.close()
}
printRow(`reply to first card on screen, ${run.node_count} nodes`, toGraph)
printRow('click to painted dialog, nothing cached', toDialog)
await close()
