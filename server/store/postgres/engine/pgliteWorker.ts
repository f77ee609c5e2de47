// Must come first: PGlite creates its text decoder when it is loaded.
import './keepByteOrderMarks.ts'
import { PGlite, types } from '@electric-sql/pglite'
import { parentPort, workerData } from 'node:worker_threads'
import { byteaText, bytesOf } from './byteaText.ts'
import { COLUMN_PARSERS, UnsafeIntegerError } from './columnParsers.ts'
import {
  OPENING,
  type PgliteNotice,
  type PgliteReply,
  type PgliteRequest,
  type PgliteWorkerData,
} from './pgliteProtocol.ts'
import { sqlErrorOf } from '../sql.ts'

/**
 * PGlite runs in a worker, because it blocks its thread: a query of two seconds would stop every reply of the server
 * for two seconds.
 */
if (!parentPort) throw new Error('pgliteWorker.ts runs as a worker thread only')
const port = parentPort
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pgliteChannel.ts, the only one that starts this worker, passes exactly this
const { dataDir, image } = workerData as PgliteWorkerData

const reply = (message: PgliteReply | PgliteNotice): void => port.postMessage(message)

const failed = (id: number, error: unknown): PgliteReply => {
  const refused = sqlErrorOf(error)
  if (refused && !isTheEnd(error))
    return { kind: 'refused', id, message: refused.message, code: refused.code, constraint: refused.constraint }
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof UnsafeIntegerError
    ? { kind: 'unreadable', id, message }
    : { kind: 'broken', id, message: lastWords ?? message, code: refused?.code }
}

/** After a FATAL error, a server ends the process; after a PANIC, all its processes. */
const isTheEnd = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && ['FATAL', 'PANIC'].includes(String(error.severity))

/**
 * A FATAL or PANIC ends a server's process. PGlite catches it and calls the engine again, which then loops forever. So
 * the failure is reported from within the call, and this thread then sleeps until it is terminated.
 */
function stopAtTheEnd(db: PGlite, current: () => number): void {
  const engine = db.Module
  const loopOnce = engine._PostgresMainLoopOnce
  engine._PostgresMainLoopOnce = () => {
    try {
      loopOnce()
    } catch (error) {
      if (isLongJump(db, error)) throw error
      reply(failed(current(), error))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
  }
}

/** How the engine leaves a statement that it refuses; nothing is wrong with it then. */
const isLongJump = (db: PGlite, error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  error.status === Reflect.get(db, 'POSTGRES_MAIN_LONGJMP')

/** The reason that the engine logged before it failed; the error itself only says `Aborted()`. */
let lastWords: string | undefined
const listenForLastWords = (line: string): boolean => {
  lastWords = /\b(?:FATAL|PANIC): +(.*)/.exec(line)?.[1] ?? lastWords
  return true
}

async function answer(db: PGlite, request: PgliteRequest): Promise<readonly unknown[]> {
  switch (request.kind) {
    case 'query':
      return (await db.query(request.text, [...request.params])).rows
    case 'exec':
      await db.exec(request.text)
      return []
    case 'close':
      await db.close()
      return []
  }
}

try {
  const db = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(image === undefined ? {} : { loadDataDir: new Blob([image]) }),
    parsers: { ...COLUMN_PARSERS, [types.BYTEA]: bytesOf },
    serializers: { [types.BYTEA]: byteaText },
    onStderr: listenForLastWords,
  })
  // New write-ahead log files are not filled with 16 MB of zeros first, which took a twentieth of the write time.
  await db.exec("set time zone 'UTC'; set wal_init_zero = off")
  db.onNotification((channel, payload) => reply({ kind: 'notified', channel, payload }))
  let current = OPENING
  stopAtTheEnd(db, () => current)
  port.on('message', (request: PgliteRequest) => {
    current = request.id
    void answer(db, request).then(
      (rows) => reply({ kind: 'done', id: request.id, rows }),
      (error: unknown) => reply(failed(request.id, error)),
    )
  })
  reply({ kind: 'done', id: OPENING, rows: [] })
} catch (error) {
  reply(failed(OPENING, error))
}
