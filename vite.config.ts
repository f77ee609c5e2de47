import react from '@vitejs/plugin-react'
import { rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev:server` runs the real server; `vite` proxies the API to it. */
const api = process.env['RUNLENS_API'] ?? 'http://127.0.0.1:4400'

/** Its form for browsers asks `document`, which the worker that parses Markdown does not have; this one reads a table. */
const entityTable = fileURLToPath(new URL('node_modules/decode-named-character-reference/index.js', import.meta.url))

const node = {
  environment: 'node',
  globalSetup: './tests/support/buildServer.ts',
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const

/** Tests that start processes, kill them, or wait for deadlines: `npm run test:fast` leaves them out. */
const PROCESS_TESTS = [
  'tests/{examples,server/process}/**/*.test.ts',
  'tests/server/store/postgres/{dataDir,pgliteFailures}.test.ts',
  'tests/server/telemetry/slices.test.ts',
]

/** Process tests that measure memory and delays, which a busy neighbour would change. */
const MEASURING_TESTS = [
  'tests/server/process/{batchBudget,hugeTelemetry,killedIngest}.test.ts',
  'tests/server/telemetry/slices.test.ts',
]

/** The mock's service worker lies in public/ for development; a build must not carry it. */
const withoutMockWorker = (): Plugin => ({
  name: 'without-mock-worker',
  apply: 'build',
  writeBundle: ({ dir = 'dist/app' }) => rmSync(`${dir}/mockServiceWorker.js`, { force: true }),
})

/**
 * Packs what the app is made of once, as well as it can be, so that the server need not do it for each reader. Beside each
 * file, `.br` and `.gz`.
 */
const packedAssets = (): Plugin => ({
  name: 'packed-assets',
  apply: 'build',
  async writeBundle({ dir = 'dist/app' }, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(?:js|mjs|css|html|svg)$/.test(name))
    await Promise.all(
      texts.map(async (name) => {
        const bytes = await readFile(join(dir, name))
        if (bytes.length <= 1024) return
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(bytes))
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }))
      }),
    )
  },
})

export default defineConfig({
  plugins: [react(), withoutMockWorker(), packedAssets()],
  resolve: { alias: { 'decode-named-character-reference': entityTable } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': api } },
  build: {
    outDir: 'dist/app',
    target: 'es2022',
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 700,
    // Components of a library that nobody uses are left out although they are wrapped where they are declared: wrapping does nothing else.
    rolldownOptions: {
      treeshake: { manualPureFunctions: ['memo', 'forwardRef', 'createContext'] },
      // What the first screen needs is one file, not fifty. Other groups would make files that import each other, which run in an
      // order that goes by what the network brings first.
      output: { codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] } },
    },
  },
  worker: { format: 'es' },
  test: {
    restoreMocks: true,
    // Vitest leaves one core free, which on a machine of two is every second one.
    maxWorkers: '100%',
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['tests/{src,journeys}/**/*.{test.tsx,dom.test.ts}'],
          setupFiles: ['./tests/support/dom.setup.ts'],
          testTimeout: 60_000,
          css: false,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          ...node,
          isolate: false,
          include: ['tests/{architecture,client,contract,server,mocks,src}/**/*.test.ts'],
          exclude: [...PROCESS_TESTS, 'tests/**/*.dom.test.ts'],
        },
      },
      { extends: true, test: { name: 'process', ...node, include: PROCESS_TESTS, exclude: MEASURING_TESTS } },
      { extends: true, test: { name: 'firefox', ...node, include: ['tests/firefox/**/*.test.ts'] } },
      // After all others, one file after the other.
      {
        extends: true,
        test: { name: 'measuring', ...node, include: MEASURING_TESTS, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
