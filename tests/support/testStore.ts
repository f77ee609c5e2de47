import { afterAll, beforeAll, beforeEach } from 'vitest'
import * as z from 'zod/mini'
import { NodeRef } from '#contract/ids.ts'
import { aSession } from '#mocks/fixtures/builders.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { BundleWriter, RunBundle } from '#server/store/ports/writer.ts'
import type { StoreCase, TestStore } from './databases.ts'

/** Opens a store for the tests of the surrounding suite and empties it before each. Answers with the store of the moment. */
export function useTestStore(storeCase: StoreCase | undefined): () => Store {
  let opened: TestStore | undefined
  beforeAll(async () => {
    opened = await storeCase?.open()
  })
  beforeEach(async () => await opened?.reset())
  afterAll(async () => await opened?.close())
  return () => {
    if (!opened) throw new Error('the store is there while tests run, not while they are collected')
    return opened.current()
  }
}

/** Stores runs as an import does, each with a session of its id where the test did not store one. */
export const storeRuns = (store: Store, ...bundles: readonly RunBundle[]): Promise<void> =>
  storeRunsAs('import', store, bundles)

/** The same as batches do, so that batches may add to them. */
export const tellRuns = (store: Store, ...bundles: readonly RunBundle[]): Promise<void> =>
  storeRunsAs('batch', store, bundles)

async function storeRunsAs(writer: BundleWriter, store: Store, bundles: readonly RunBundle[]): Promise<void> {
  const known = new Set((await store.repositories.sessions.listSessions(FIRST_PAGE)).rows.map((row) => row.session_id))
  const missing = bundles.map(({ run }) => run.session_id).filter((session_id) => !known.has(session_id))
  const sessions = missing.map((session_id) => aSession({ session_id }))
  await store.writer.writeSessions(sessions, writer)
  // oxlint-disable-next-line no-await-in-loop -- runs are stored one after the other, as every importer does
  for (const bundle of bundles) await store.writer.writeRun(bundle, writer)
}

/** Stores runs as they are drawn from spans. */
export async function drawRuns(store: Store, ...bundles: readonly RunBundle[]): Promise<void> {
  for (const bundle of bundles)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await store.writer.replaceRun(aSession({ session_id: bundle.run.session_id }), bundle)
}

export const FIRST_PAGE: PageRequest = { limit: 500, after: undefined }

/** Reads a list to its end by pages of `limit` and answers with all rows; checks each page's size and total on the way. */
export async function readByPages<Row>(
  limit: number,
  read: (page: PageRequest) => Promise<Slice<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  let after: PageRequest['after']
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one begins
    const slice: Slice<Row> = await read({ limit, after })
    rows.push(...slice.rows)
    const full = slice.rows.length === limit
    if (slice.next && !full)
      throw new Error(`a page of ${slice.rows.length} rows, not ${limit}, says that another follows`)
    if (rows.length > slice.total) throw new Error('the pages have more rows than their total says')
    if (!slice.next && rows.length !== slice.total)
      throw new Error(`the pages have ${rows.length} rows, their total says ${slice.total}`)
    after = slice.next
  } while (after)
  return rows
}

export const nodeRef = (run_id: string, node_id: string): NodeRef => z.parse(NodeRef, { run_id, node_id })

/** A run id that ends in this number. */
export const runId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
