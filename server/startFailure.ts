import type { Config } from './config.ts'
import { DataDirInUseError, DataDirLockError } from './store/postgres/engine/lockFile.ts'
import { MigrationError } from './store/postgres/engine/migrate.ts'
import { EXIT } from './exitCodes.ts'
import { redactDatabaseUrl } from './lib/redactDatabaseUrl.ts'
import { StoreDamagedError, type StoreTrouble, StoreUnavailableError } from './store/ports/errors.ts'
import { redacted } from './lib/redacted.ts'

export type StartFailure = { readonly sentence: string; readonly exitCode: number }

/** Why the server could not start, in one sentence for the person who started it, and the exit code. */
export function startFailure(error: unknown, config: Config): StartFailure {
  const { port, host, database } = config
  if (error instanceof DataDirInUseError)
    return { sentence: `${error.message} Stop that process first, or choose another DATA_DIR.`, exitCode: EXIT.inUse }
  if (error instanceof DataDirLockError) return { sentence: error.message, exitCode: EXIT.misconfigured }
  if (error instanceof MigrationError)
    return {
      sentence: error.message,
      exitCode: error.cause instanceof StoreUnavailableError ? exitOf(database) : EXIT.misconfigured,
    }
  if (error instanceof StoreUnavailableError)
    return { sentence: `${placeInWords(database)} ${troubleOf(error)}.`, exitCode: exitOf(database) }
  if (error instanceof StoreDamagedError)
    return {
      sentence: `${placeInWords(database)} is damaged${error.relation === undefined ? '' : ` in ${error.relation}`} (${error.code}). "runlens salvage" copies the readable rows.`,
      exitCode: EXIT.failed,
    }
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return {
        sentence: `Port ${port} is in use. Stop the other program, or choose another PORT.`,
        exitCode: EXIT.inUse,
      }
    case 'EACCES':
      return {
        sentence: `This user has no permission to use port ${port} or the data folder.`,
        exitCode: EXIT.misconfigured,
      }
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { sentence: `HOST ${host} is not an address of this machine.`, exitCode: EXIT.misconfigured }
    default:
      return { sentence: `Runlens could not start: ${describe(error, config)}.`, exitCode: EXIT.failed }
  }
}

const placeInWords = (database: Config['database']): string =>
  database.kind === 'postgres'
    ? `The database in DATABASE_URL (${redactDatabaseUrl(database.url)})`
    : `The database in ${database.dataDir}`

const exitOf = ({ kind }: Config['database']): number => (kind === 'postgres' ? EXIT.databaseUnreachable : EXIT.failed)

const TROUBLES: Readonly<Record<StoreTrouble, string>> = {
  unreachable: 'cannot be reached',
  refused: 'refused the connection',
  timeout: 'did not answer in time',
  disk_full: 'is out of disk space',
  busy: 'has run out of connections or memory',
  read_only: 'is read-only',
  restarting: 'is starting or stopping',
  conflict: 'had a conflicting write',
  broken: 'cannot be opened',
  closed: 'was closed',
}

/** Never the error's message: a driver may quote the connection string. */
const troubleOf = ({ trouble, code }: StoreUnavailableError): string =>
  `${TROUBLES[trouble]}${code !== undefined && /^\w{1,20}$/.test(code) ? ` (${code})` : ''}`

/**
 * The message of an unexpected error, on one line. A driver may quote the connection string, so the password is
 * removed.
 */
function describe(error: unknown, { database }: Config): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error'
  const line = redacted(text.split('\n', 1)[0] ?? '')
  const password = database.kind === 'postgres' ? new URL(database.url).password : ''
  return [password, tryDecode(password)]
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), line)
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
