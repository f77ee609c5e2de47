import { type StoreTrouble, StoreDamagedError, StoreUnavailableError } from '#server/store/ports/errors.ts'
import * as z from 'zod/mini'
import type { SqlError, SqlRunner } from '../sql.ts'

/**
 * Keyed by SQLSTATE, which is tried first, or by its class;
 * https://www.postgresql.org/docs/current/errcodes-appendix.html.
 */
const TROUBLE_OF_CODE: Readonly<Record<string, StoreTrouble>> = {
  '08P01': 'refused',
  '28000': 'refused',
  '28P01': 'refused',
  '3D000': 'refused',
  '25006': 'read_only',
  '53100': 'disk_full',
  '57014': 'timeout',
  // The server was waiting for us: the session or transaction was idle for too long.
  '57P05': 'timeout',
  '25P03': 'timeout',
}
const TROUBLE_OF_CLASS: Readonly<Record<string, StoreTrouble>> = {
  '08': 'unreachable',
  '40': 'conflict',
  '53': 'busy',
  '57': 'restarting',
  '58': 'broken',
}

const DAMAGED = new Set(['XX001', 'XX002'])

const troubleOf = (code: string): StoreTrouble | undefined =>
  TROUBLE_OF_CODE[code] ?? TROUBLE_OF_CLASS[code.slice(0, 2)]

/**
 * Translates a refusal that is not the statement's fault into an error of the port. Otherwise returns the refusal
 * itself.
 */
export function storeFailure(refusal: SqlError): Error {
  const { code, message } = refusal
  if (DAMAGED.has(code)) {
    const relation = /\bindex "(\w+)"/.exec(message)?.[1]
    return new StoreDamagedError(message, code, relation, refusal)
  }
  const isFull = /^(?:53|58|XX)/.test(code) && isNoRoom(message, code)
  const trouble = isFull ? 'disk_full' : troubleOf(code)
  return trouble === undefined ? refusal : new StoreUnavailableError(message, { trouble, code, cause: refusal })
}

/**
 * Adds the name of the damaged relation if the database reported only its file. `sql` must not be in a failed
 * transaction.
 */
export async function withRelation(error: unknown, sql: SqlRunner): Promise<unknown> {
  if (!(error instanceof StoreDamagedError) || error.relation !== undefined) return error
  const file = /\b(?:base|pg_tblspc)\/(?:\S+\/)?(\d+)/.exec(error.message)?.[1]
  const owner = /\bpg_toast_(\d+)/.exec(error.message)?.[1]
  if (file === undefined && owner === undefined) return error
  try {
    const [found] = await sql.query(RELATION, [file ?? '0', owner ?? '0'], z.object({ name: z.string() }))
    return new StoreDamagedError(error.message, error.code, found?.name, error.cause)
  } catch {
    return error
  }
}

/** Finds a table or index by its file, or a table by its OID. For a TOAST table, finds the table that owns it. */
const RELATION = `select coalesce(owner.relname, found.relname)::text as name from pg_class found
  left join pg_class owner on owner.reltoastrelid = found.oid
  where pg_relation_filenode(found.oid) = $1::text::oid or found.oid = $2::text::oid limit 1`

/** Messages of file systems without space for a write, whatever code the engine gives them. */
const NO_ROOM = /no space left|disk quota|file too large/i

export const isNoRoom = (message: string, code?: string): boolean => code === '53100' || NO_ROOM.test(message)
