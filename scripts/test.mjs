// `npm test`: everything that must pass before a change lands, in one command. The last line is the total, `N
// passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { findNode24 } from './node24.mjs'
import { staticChecks } from './staticChecks.mjs'

const OUT = 'test-results'
const runsAll = process.argv.includes('--all')
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
function addCheck(title, isOk) {
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

/** Runs Vitest by a Node of choice; with its counts, and the errors outside of tests. */
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

/** What touches Node itself: sockets, bodies, files, processes, the worker. What is pure or SQL is the same on each. */
const OF_NODE = [
  'http',
  'routes/{stream,filesZip,fileContent,badBatch}',
  'telemetry/otlp',
  'sources',
  'cli',
  'store/postgres/{byteaText,dataDir,failures,listening,lockFlags,pgliteFailures,postgresFailures,privateFolder,sqlPort}',
  'process/main',
].flatMap((at) => alternatives(`tests/server/${at}`))

/** `a/{b,c}` as `a/b` and `a/c`: Vitest takes parts of paths, not patterns. */
function alternatives(path) {
  const [, before, among] = /^(.*)\{(.*)\}$/.exec(path) ?? []
  return among === undefined ? [path] : among.split(',').map((one) => `${before}${one}.test.ts`)
}

function onNode24() {
  const { program, missing } = findNode24()
  if (program)
    vitest('server tests on Node 24', program, 'node24', '--project', 'node', '--project', 'process', ...OF_NODE)
  else console.log(`\n── server tests on Node 24: SKIPPED, ${missing}`)
}

function browserTests() {
  if (!run('Chromium', 'node', ['scripts/ensureChromium.mjs'])) return add('Chromium', false)
  const browserReport = `${OUT}/browser.json`
  const browserOk = run('browser tests', 'npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
  })
  const browser = report(browserReport)
  const { expected = 0, flaky: retried = 0, unexpected = 0 } = browser?.stats ?? {}
  add(
    'browser tests',
    browserOk,
    browser && { passed: expected + retried, failed: unexpected, names: browserFailures(browser) },
  )
}

/**
 * Each stage has the machine to itself. What ends soonest comes first.
 * @type {readonly (() => unknown)[]}
 */
const STAGES = [
  async () => {
    for (const { title, isOk } of await staticChecks()) addCheck(title, isOk)
  },
  () => {
    addCheck('build', run('build', 'npm', ['run', '--silent', 'build']))
    addCheck('bundle size', run('bundle size', 'node', ['scripts/bundleSize.mjs']))
  },
  () =>
    vitest(
      'unit, component, API, repository and process tests',
      process.execPath,
      'unit',
      ...['dom', 'node', 'process', 'measuring'].flatMap((project) => ['--project', project]),
    ),
  onNode24,
  browserTests,
  () => vitest('Firefox', process.execPath, 'firefox', '--project', 'firefox'),
]

for (const [at, stage] of STAGES.entries()) {
  // oxlint-disable-next-line no-await-in-loop -- one stage after the other
  await stage()
  const left = STAGES.length - at - 1
  if (total.failed > 0 && !runsAll && left > 0) {
    console.log(`\nStopped with ${left} of ${STAGES.length} stages left; \`npm test -- --all\` runs all of them.`)
    break
  }
}

if (flaky.length > 0) console.log(`\nflaky:\n${flaky.map((one) => `  ${one}`).join('\n')}`)
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`)

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
