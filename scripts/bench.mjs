// `npm run bench`: measurements for people to read, never a test. Machines are noisy, so medians and ratios
// matter.
import { spawnSync } from 'node:child_process'

const BENCHES = [
  'layout',
  'fold',
  'store',
  'dag',
  'lists',
  'search',
  'screen',
  'picture',
  'timeline',
  'import',
  'telemetry',
  'stream',
  'live',
  'commits',
]
const asked = process.argv.slice(2)

// Most of them start the built server and look at the built app.
spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })

for (const name of asked.length > 0 ? asked : BENCHES) {
  console.log(`\n── ${name}`)
  const { status } = spawnSync(process.execPath, ['--import', './scripts/tsx.mjs', `tests/bench/${name}.bench.ts`], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
