import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, temporaryFolder, type ServerProcess } from '#tests/support/process/startServer.ts'

/* The built app in a real Firefox, by WebDriver BiDi: what a person does first works there too, without an error. */

const FIREFOX = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (place) => place !== undefined && existsSync(place),
)
const APP = fileURLToPath(new URL('../../dist/app/index.html', import.meta.url))

let folder: Awaited<ReturnType<typeof temporaryFolder>> | undefined
let server: ServerProcess | undefined
let browser: Browser | undefined
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  if (FIREFOX === undefined) return
  if (!existsSync(APP)) throw new Error('The app is not built. Run `npm run build` first.')
  folder = await temporaryFolder()
  server = startServer({ DATA_DIR: folder.path, RUNLENS_DEMO: 'auto' })
  browser = await puppeteer.launch({ browser: 'firefox', executablePath: FIREFOX, headless: true })
  page = await browser.newPage()
  await page.setViewport({ width: 1440, height: 900 })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  server?.child.kill()
  await server?.ended()
  await folder?.remove()
})

test.skipIf(FIREFOX === undefined)(
  'a newcomer opens a run, a node, its events and the overview in Firefox',
  async () => {
    await page.goto((await server?.ready()) ?? '')
    await page.locator('::-p-aria([name="Open the latest run with a graph"][role="link"])').click()
    await page.locator('[data-node-id]').click()
    await page.locator('[role="dialog"] ::-p-text(all from run)').wait()
    await page.locator('[role="dialog"] [role="tab"] ::-p-text(Events)').click()
    await page.locator('[role="dialog"] [role="treegrid"] [role="row"]').wait()
    expect(page.url()).toMatch(/\/runs\/[0-9a-f-]{36}\/nodes\/.*tab=events/)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('[role="dialog"]') === null)
    for (const [tab, found] of [
      ['Overview', 'table'],
      ['Timeline', 'canvas'],
      ['Events', '[role="treegrid"]'],
      ['Graph', '[data-node-id]'],
    ] as const) {
      await page.locator(`main [role="tab"] ::-p-text(${tab})`).click()
      await page.locator(`main ${found}`).wait()
    }
    expect(complaints).toEqual([])
  },
)
