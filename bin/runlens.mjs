#!/usr/bin/env node
// The command of the package: what `npm run build` made of server/cli.ts.
import { existsSync } from 'node:fs'

const program = new URL('../dist/server/cli.js', import.meta.url)
if (existsSync(program)) await import(program.href)
else {
  process.stderr.write('Runlens is not built. Run "npm run build:server" in its folder.\n')
  process.exitCode = 70
}
