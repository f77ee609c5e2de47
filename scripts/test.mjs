// `npm test`: everything that must pass before a change lands, in one command. The last line is the total, `N
// passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { findNode24 } from './node24.mjs'

const OUT = 'test-results'
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })

const total = { passed: 0, failed: 0 }
/** The names of failures, repeated at the end because the beginning of long output is often truncated. */
const failures = []

function run(title, command, args, env = {}) {
  const started = Date.now()
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  console.log(`── ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(0)} s`)
  return status === 0
}

/** A check without tests of its own counts as one. */
function check(title, command, ...args) {
  const isOk = run(title, command, args)
  total[isOk ? 'passed' : 'failed']++
  if (!isOk) failures.push(title)
}

const report = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Failures outside of tests that did not recur in a second run. */
const flaky = []

/**
 * Adds a runner's own counts. A runner that failed without a failed test, or left no report, counts as one failure.
 */
function add(title, isOk, counts) {
  total.passed += counts?.passed ?? 0
  total.failed += counts?.failed ?? 0
  for (const name of counts?.names ?? []) failures.push(`${title}: ${name}`)
  if ((isOk || counts?.failed) && counts) return
  total.failed++
  failures.push(counts ? title : `${title}: no report`)
}

/** The failed tests of Vitest, each with its file and the first line of its message. */
const vitestFailures = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(
        ({ fullName, failureMessages }) =>
          `${relative('.', name)} > ${fullName}: ${failureMessages[0]?.split('\n')[0]}`,
      ),
  )

/** The failed browser tests of Playwright, each with its file and line. */
const browserFailures = ({ suites }) =>
  suites.flatMap((suite) => [
    ...(suite.specs ?? []).filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} > ${title}`),
    ...browserFailures({ suites: suite.suites ?? [] }),
  ])

check('format', 'npm', 'run', '--silent', 'format:check')
check('lint', 'npm', 'run', '--silent', 'lint')
check('types', 'npm', 'run', '--silent', 'typecheck')

/** Runs Vitest with a given Node version. Returns its counts and the errors outside of tests. */
function runVitest(title, node, name, args) {
  const file = `${OUT}/${name}.json`
  const outside = `${OUT}/${name}.errors.json`
  const json = ['--reporter=json', `--outputFile.json=${file}`]
  const reporters = ['--reporter=default', ...json, '--reporter=./scripts/errorsOutsideTests.mjs']
  const isOk = run(title, node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], {
    ERRORS_OUTSIDE_TESTS: outside,
  })
  return { isOk, counts: report(file), errors: report(outside) ?? [] }
}

/**
 * Like `runVitest`, and adds the results. In CI, if all tests passed but an error occurred outside of them, the files
 * that were running are run once more, like a browser test; such an error is reported as flaky.
 */
function vitest(title, node, name, ...args) {
  let { isOk, counts, errors } = runVitest(title, node, name, args)
  if (
    process.env.CI &&
    !isOk &&
    counts?.numFailedTests === 0 &&
    errors.length > 0 &&
    errors.every(({ file }) => file)
  ) {
    flaky.push(...errors.map(({ text }) => `${title}: ${text}`))
    const again = runVitest(`${title}, once more`, node, `${name}-again`, [...new Set(errors.map(({ file }) => file))])
    isOk = again.isOk
    if (!isOk) errors = again.errors
  }
  const names = isOk ? [] : [...vitestFailures(counts ?? { testResults: [] }), ...errors.map(({ text }) => text)]
  add(title, isOk, counts && { passed: counts.numPassedTests, failed: counts.numFailedTests, names })
}

vitest('unit, component, API and repository tests', process.execPath, 'unit')

/**
 * Tests that touch Node itself: the socket, bodies, files, processes, the worker. Pure code and SQL behave the same
 * on each version.
 */
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
  const { expected = 0, flaky = 0, unexpected = 0 } = browser?.stats ?? {}
  add(
    'browser tests',
    browserOk,
    browser && { passed: expected + flaky, failed: unexpected, names: browserFailures(browser) },
  )
} else add('Chromium', false)

if (flaky.length > 0) console.log(`\nflaky:\n${flaky.map((one) => `  ${one}`).join('\n')}`)
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`)

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
