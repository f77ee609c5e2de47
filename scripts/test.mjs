// `npm test`: everything that must hold before a change lands, in one command. The last line is the total, `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { findNode24 } from './node24.mjs'

const OUT = 'test-results'
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })

const total = { passed: 0, failed: 0 }

function run(title, command, args, env = {}) {
  const started = Date.now()
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  console.log(`── ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(0)} s`)
  return status === 0
}

/** A check without tests of its own counts as one. */
function check(title, command, ...args) {
  total[run(title, command, args) ? 'passed' : 'failed']++
}

const report = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Adds a runner's own counts; a runner that failed without a failed test, or left no report, failed once. */
function add(isOk, counts) {
  total.passed += counts?.passed ?? 0
  total.failed += counts?.failed ?? 0
  if ((!isOk && !counts?.failed) || !counts) total.failed++
}

check('format', 'npm', 'run', '--silent', 'format:check')
check('lint', 'npm', 'run', '--silent', 'lint')
check('types', 'npm', 'run', '--silent', 'typecheck')

/** Runs Vitest by a Node of choice, and adds its counts. */
function vitest(title, node, name, ...args) {
  const file = `${OUT}/${name}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const isOk = run(title, node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args])
  const counts = report(file)
  add(isOk, counts && { passed: counts.numPassedTests, failed: counts.numFailedTests })
}

vitest('unit, component, API and repository tests', process.execPath, 'unit')

/** What touches Node itself: the socket, bodies, files, processes, the worker. What is pure or SQL is the same on each. */
const OF_NODE = ['http', 'routes', 'telemetry/otlp', 'db', 'sources', 'cli', 'process/main'].map(
  (at) => `tests/server/${at}`,
)
const other = findNode24()
if (other.program) vitest('server tests on Node 24', other.program, 'node24', '--project', 'node', ...OF_NODE)
else console.log(`\n── server tests on Node 24: SKIPPED, ${other.missing}`)

check('build', 'npm', 'run', '--silent', 'build')
check('bundle size', 'node', 'scripts/bundleSize.mjs')

if (run('Chromium', 'node', ['scripts/ensureChromium.mjs'])) {
  const browserReport = `${OUT}/browser.json`
  const browserOk = run('browser tests', 'npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
  })
  const browser = report(browserReport)
  add(browserOk, browser && { passed: browser.stats.expected + browser.stats.flaky, failed: browser.stats.unexpected })
} else total.failed++

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
