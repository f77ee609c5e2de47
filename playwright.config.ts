import { defineConfig } from '@playwright/test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumArguments, systemChromium } from './scripts/chromium.mjs'

const port = Number(process.env['E2E_PORT'] ?? 4499)
const executablePath = systemChromium()

/** The real server on a database of its own, new in each run. `before` runs first, on the same database. */
const server = (at: number, before: string, env: Readonly<Record<string, string>>) => ({
  command: `${before}node dist/server/main.js`,
  url: `http://127.0.0.1:${at}/api/health`,
  env: { PORT: String(at), DATA_DIR: mkdtempSync(join(tmpdir(), 'runlens-e2e-')), ...env },
  timeout: 120_000,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5000 },
})

const GENERATE = 'node dist/server/generateMain.js --nodes 300 --events 6000 --files 60 --large --hostile && '

/** The built app in Chromium: over the demo, over a generated run that is large and hostile, for agents to report to, and empty. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/browser',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: process.env['CI'] === undefined ? 0 : 1,
  workers: 2,
  timeout: 45_000,
  // A machine of two cores that runs four servers and two browsers takes its time.
  expect: { timeout: 15_000 },
  use: {
    trace: 'on-first-retry',
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    launchOptions: { args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [
    {
      name: 'demo',
      testIgnore: ['generated/**', 'live/**', 'empty/**'],
      use: { browserName: 'chromium', baseURL: `http://127.0.0.1:${port}` },
    },
    {
      name: 'generated',
      testMatch: 'generated/**/*.e2e.ts',
      use: { browserName: 'chromium', baseURL: `http://127.0.0.1:${port + 1}` },
    },
    {
      name: 'live',
      testMatch: 'live/**/*.e2e.ts',
      use: { browserName: 'chromium', baseURL: `http://127.0.0.1:${port + 2}` },
    },
    {
      // A second try would find the run of the first, and another test its own: this database is for one test, once.
      name: 'empty',
      testMatch: 'empty/**/*.e2e.ts',
      retries: 0,
      use: { browserName: 'chromium', baseURL: `http://127.0.0.1:${port + 3}` },
    },
  ],
  webServer: [
    server(port, '', {}),
    server(port + 1, GENERATE, { RUNLENS_DEMO: 'off' }),
    server(port + 2, '', { RUNLENS_DEMO: 'off' }),
    server(port + 3, '', { RUNLENS_DEMO: 'off' }),
  ],
})
