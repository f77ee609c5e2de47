import { type NodeRef, type RunScope, RunId } from '#contract/ids.ts'
import { SpanRef } from '#contract/telemetry.ts'
import { Timestamp, canonicalTimestamp } from '#contract/timestamps.ts'
import { sha256 } from '#server/lib/sha256.ts'
import type { Keyset } from '#server/store/ports/page.ts'
import * as z from 'zod/mini'

const time = Timestamp.check(z.refine((text) => canonicalTimestamp(text) === text))
const order = z.int()
const id = z.string().check(
  z.minLength(1),
  z.maxLength(512),
  z.refine((text) => text.isWellFormed() && !text.includes('\u0000')),
)

/**
 * The sort columns of every list, see `store/order.ts`. A forged cursor must not contain values that a database cannot
 * compare.
 */
const KEYSETS = {
  sessions: z.tuple([time, id]),
  runs: z.tuple([time, RunId]),
  runEvents: z.tuple([order, time, id]),
  nodeEvents: z.tuple([order, time, id]),
  runEventColumns: z.tuple([order, time, id]),
  nodeEventColumns: z.tuple([order, time, id]),
  runFiles: z.tuple([time, id]),
  nodeFiles: z.tuple([time, id]),
  runMessages: z.tuple([time, id]),
  nodeMessages: z.tuple([time, id]),
  nodeHits: z.tuple([order, id]),
  eventHits: z.tuple([order, time, id]),
  fileHits: z.tuple([time, id]),
  messageHits: z.tuple([time, id]),
  unassignedCalls: z.tuple([time, SpanRef.shape.trace_id, SpanRef.shape.span_id]),
} as const
export type ListName = keyof typeof KEYSETS

/** Identifies a list: its name, scope and filters. A page of one list never continues another. */
export type List = {
  readonly name: ListName
  readonly scope: RunScope | NodeRef | Readonly<Record<string, never>>
  readonly filter: Readonly<Record<string, unknown>>
}

const Cursor = z.strictObject({
  list: z.string(),
  scope: z.record(z.string(), z.string()),
  filter: z.string(),
  after: z.array(z.union([z.string(), z.number()])),
})

/** Opaque to clients: base64url of JSON. It grants no access, because the scope of the request decides what is read. */
export async function writeCursor(list: List, after: Keyset): Promise<string> {
  const text = JSON.stringify({ list: list.name, scope: list.scope, filter: await fingerprint(list.filter), after })
  return base64url(new TextEncoder().encode(text))
}

/** Where the next page begins; undefined if the cursor is invalid or belongs to another list, scope or filter. */
export async function readCursor(list: List, cursor: string): Promise<Keyset | undefined> {
  const parsed = z.safeParse(Cursor, jsonOf(cursor))
  if (!parsed.success) return undefined
  const { data } = parsed
  const same =
    data.list === list.name &&
    canonicalJson(data.scope) === canonicalJson(list.scope) &&
    data.filter === (await fingerprint(list.filter))
  if (!same) return undefined
  const keys = z.safeParse(KEYSETS[list.name], data.after)
  return keys.success ? keys.data : undefined
}

/** 96 bits are enough to tell filters apart; this is not a secret. */
const fingerprint = async (filter: List['filter']): Promise<string> =>
  (await sha256(canonicalJson(filter))).slice(0, 24)

/** Equal for equal filters: names are sorted, absent ones omitted. */
const canonicalJson = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

function jsonOf(cursor: string): unknown {
  // `atob` tolerates spaces and padding, but a cursor has only one spelling.
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}
