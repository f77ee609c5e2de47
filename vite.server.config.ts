import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** The server reads its migrations at run time: see server/programFile.ts. */
const withMigrations = (): Plugin => ({
  name: 'with-migrations',
  writeBundle: ({ dir = 'dist/server' }) =>
    cp('server/store/postgres/migrations', join(dir, 'migrations'), { recursive: true }),
})

/**
 * The server and its commands as JavaScript: they start in a third of the time that their TypeScript takes. Packages stay
 * outside.
 */
export default defineConfig({
  plugins: [withMigrations()],
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/server',
    minify: false,
    rolldownOptions: {
      input: {
        main: 'server/main.ts',
        cli: 'server/cli.ts',
        generateMain: 'server/generateMain.ts',
        pgliteWorker: 'server/store/postgres/engine/pgliteWorker.ts',
      },
      // All files in one folder, from which programFile.ts finds what it reads.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
