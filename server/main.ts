import { fileURLToPath } from 'node:url'
import { createApp } from './app.ts'
import { print, say } from './cli/say.ts'
import { type Config, hostHeaders, readConfig, urlOf } from './config.ts'
import { Shutdown } from './Shutdown.ts'
import { EXIT } from './exitCodes.ts'
import { gunzip } from './gunzip.ts'
import { Readiness } from './http/Readiness.ts'
import { type Log, logText } from './http/requestLog.ts'
import { listen } from './listen.ts'
import { openDatabase } from './openDatabase.ts'
import type { Store } from './store/ports/store.ts'
import { IN_BACKGROUND } from './store/audits/AuditPatience.ts'
import { IntegrityService } from './integrity/IntegrityService.ts'
import { LiveStreams } from './live/LiveStreams.ts'
import { programFile } from './programFile.ts'
import { projectorOf } from './projectorOf.ts'
import { readBuild } from './readBuild.ts'
import { repeatedly } from './repeatedly.ts'
import { startFailure } from './startFailure.ts'
import { startProjectionLoop } from './telemetry/projectionLoop.ts'
import { BUILD_HINT, addAppFiles, readAppFiles } from './staticFiles.ts'
import { readVersion } from './version.ts'

/* The entry point: the only place that reads the environment, writes to the terminal, handles signals and exits. */

const APP = fileURLToPath(programFile('../dist/app', '../app'))

// First, so that a signal during the start ends it too.
const shutdown = new Shutdown()

async function main(): Promise<number> {
  const read = readConfig(process.env)
  if (read.kind === 'refused') {
    for (const sentence of read.sentences) say(sentence)
    return EXIT.misconfigured
  }
  try {
    await run(read.config)
    return EXIT.ok
  } catch (error) {
    const { sentence, exitCode } = startFailure(error, read.config)
    say(sentence)
    return exitCode
  }
}

async function run(config: Config): Promise<void> {
  shutdown.allowDelay(config.shutdownDelayMs)
  const store = await openDatabase(config, say)
  try {
    if (config.demo === 'auto' && (await wantsDemo(store))) await loadDemo(store)
    await serve(config, store)
  } finally {
    await store.close()
  }
}

/** Not again where somebody removed it. */
const wantsDemo = async ({ repositories, demo }: Store): Promise<boolean> =>
  (await repositories.runs.isEmpty()) && !(await demo.state()).wasRemoved

/** The demo is a lot of text that only the very first start needs, so it is loaded only then. */
async function loadDemo({ writer }: Store): Promise<void> {
  const [{ demoSource }, { importOldDatabase }] = await Promise.all([
    import('./demo/demoSource.ts'),
    import('./import/importOldDatabase.ts'),
  ])
  await importOldDatabase(demoSource(), writer, { as: 'demo' })
}

async function serve(config: Config, store: Store): Promise<void> {
  const version = await readVersion()
  const [build, files] = await Promise.all([readBuild(version), readAppFiles(APP)])
  if (files === undefined) say(BUILD_HINT)
  if (config.exposed)
    say('Runlens listens beyond this machine without authentication: anyone who can reach it can read every run.')
  const live = new LiveStreams(store)
  const readiness = new Readiness()
  const server = await listen(config.port, config.host, (port) => {
    const app = createApp({
      store,
      live,
      version,
      build,
      exposed: config.exposed,
      hosts: hostHeaders(config, port),
      inflate: gunzip,
      readiness,
      replyCheck: config.replyCheck,
      log: logOf(config),
    })
    addAppFiles(app, files)
    return app.fetch
  })
  print(`Runlens is ready at ${urlOf(config, server.port)}\n`)
  const stops = startBackground(store)
  const ended = await shutdown.asked(store.lost)
  readiness.drain()
  server.drain()
  await shutdown.drained(ended, readiness)
  // Stop accepting readers first, or those whose stream ends would reconnect at once.
  await Promise.all([server.close(), live.close(), ...stops.map((stop) => stop())])
  if (ended instanceof Error) throw ended
}

/** How often to look for runs that are due for an audit, in milliseconds. */
const AUDIT_PAUSE_MS = 2000
const UPKEEP_PAUSE_MS = 1000
const PRUNE_PAUSE_MS = 5 * 60_000
/** Pause between two portions of pruning, in milliseconds. */
const PRUNE_REST_MS = 200
/** A large active run is being projected a tenth of the time. */
const REST_FACTOR = 10

/** Starts the background work of the server. Returns functions that stop it. */
function startBackground(store: Store): readonly (() => Promise<void>)[] {
  const audits = new IntegrityService(store.repositories.integrity, IN_BACKGROUND, (run_id, error) =>
    say(`Run ${run_id} could not be checked (${error instanceof Error ? error.name : 'unknown error'}).`),
  )
  // If the database is unavailable now, they are retried when the next server starts.
  void store.spans.retrySetAside().catch(() => undefined)
  return [
    repeatedly(AUDIT_PAUSE_MS, () => audits.auditSome()),
    repeatedly(PRUNE_PAUSE_MS, async () => ((await store.changes.pruneChanges()) ? PRUNE_REST_MS : undefined)),
    ...(store.upkeep ? [repeatedly(UPKEEP_PAUSE_MS, store.upkeep)] : []),
    startProjectionLoop(store.spans, projectorOf(store, say, { restFactor: REST_FACTOR })),
  ]
}

const logOf = ({ log }: Config): Log =>
  log === 'requests'
    ? (line) => say(logText(line))
    : (line) => {
        if (line.level !== 'info') say(logText(line))
      }

// Exits even if a library left something running: everything that must be closed has been.
process.exit(await main())
