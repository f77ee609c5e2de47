import { chromium, type Browser } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chromiumArguments, systemChromium } from '../../scripts/chromium.mjs'

/** The built app on a server of its own, and a Chromium to look at it with; `close` ends both. */
export async function openBuiltApp(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly browser: Browser; readonly close: () => Promise<void> }> {
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  const executablePath = systemChromium()
  const browser = await chromium.launch({
    args: chromiumArguments,
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  return {
    browser,
    async close() {
      await browser.close()
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}
