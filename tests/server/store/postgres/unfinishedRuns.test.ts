import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { PgSpanStore } from '#server/store/postgres/spans/PgSpanStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { sqlCases } from '#tests/support/databases.ts'

const AN_HOUR = 3_600_000
const OTHER_TRACE = '1af7651916cd43dd8448eb211c80319c'
const [RUN, OTHER_RUN] = [runOfTrace(aSpan().trace_id), runOfTrace(OTHER_TRACE)]

describe.each(sqlCases)('runs that servers draw in $name', ({ open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
    await migrate(sql, await readMigrations())
  })
  afterAll(async () => await sql.close())

  const server = (isAlone: boolean, version = '1.0.0') => new PgSpanStore(sql, { isAlone, version })
  const firstOf = async (store: PgSpanStore) => (await store.listDue(AN_HOUR, 1))[0]?.run_id
  /** As `firstOf`, by a server that then draws it for more than a second. */
  const longFirstOf = async (store: PgSpanStore) => {
    const run_id = await firstOf(store)
    await sleep(1100)
    await store.renewClaims()
    return run_id
  }

  test('are one server’s while it is at work, and come free once it is done', async () => {
    const [one, other] = [server(false), server(false)]
    await one.acceptSpans([aSpan()])
    await one.acceptSpans([aSpan({ trace_id: OTHER_TRACE })])
    expect([await firstOf(one), await firstOf(other), await firstOf(one)]).toEqual([RUN, OTHER_RUN, RUN])
    const { revision } = await one.spansOfRun(RUN)
    await one.acceptSpans([aSpan({ span_id: 'b7ad6b7169203332' })])
    expect(await firstOf(server(false))).toBeUndefined()
    await one.markProjected(RUN, revision, true, [])
    expect(await firstOf(server(false))).toBe(RUN)
  })

  test('that a server ended over within a moment, however often, are drawn all the same', async () => {
    for (let start = 0; start < 5; start++) expect(await firstOf(server(true))).toBe(OTHER_RUN)
  })

  test('that ended the server again and again are set aside, and the others are drawn', async () => {
    // Each is a start of the server after the former one ended while it drew.
    const ready = server(true)
    await ready.markProjected(OTHER_RUN, (await ready.spansOfRun(OTHER_RUN)).revision, true, [])
    for (let start = 0; start < 3; start++) expect(await longFirstOf(server(true))).toBe(RUN)
    await ready.acceptSpans([aSpan({ trace_id: OTHER_TRACE, span_id: 'b7ad6b7169203332' })])
    const last = server(true)
    expect(await firstOf(last)).toBe(OTHER_RUN)
    expect(await last.listSetAside()).toMatchObject([
      { run_id: RUN, spans: 2, reason: 'The server stopped 3 times while processing this run.' },
    ])
    await last.markProjected(OTHER_RUN, (await last.spansOfRun(OTHER_RUN)).revision, true, [])
    await last.acceptSpans([aSpan({ span_id: 'b7ad6b7169203333' })])
    expect(await firstOf(last)).toBeUndefined()
  })

  test('that were set aside are retried once by the next version, not by the same one', async () => {
    const same = server(true)
    expect([await same.retrySetAside(), await firstOf(same)]).toEqual([0, undefined])
    const next = server(true, '1.1.0')
    expect(await next.retrySetAside()).toBe(1)
    expect(await next.listSetAside()).toEqual([])
    expect((await next.backlog()).spans).toBe(3)
    expect(await longFirstOf(next)).toBe(RUN)
    // It ends that version's server too, which is as much as one try.
    expect(await firstOf(server(true, '1.1.0'))).toBeUndefined()
    expect(await next.listSetAside()).toMatchObject([{ run_id: RUN }])
    expect(await server(true, '1.1.0').retrySetAside()).toBe(0)
  })

  test('that fail the retry are set aside again; others become normal runs', async () => {
    const later = server(true, '1.2.0')
    expect(await later.retrySetAside()).toBe(1)
    expect(await firstOf(later)).toBe(RUN)
    await later.markFailed(RUN, (await later.spansOfRun(RUN)).revision, 'Processing failed: Error.')
    expect(await later.listSetAside()).toMatchObject([{ run_id: RUN, reason: 'Processing failed: Error.' }])
    const last = server(true, '1.3.0')
    expect(await last.retrySetAside()).toBe(1)
    expect(await firstOf(last)).toBe(RUN)
    await last.markProjected(RUN, (await last.spansOfRun(RUN)).revision, true, [])
    await last.markFailed(RUN, undefined, 'Processing failed: Error.')
    expect(await last.listSetAside()).toEqual([])
    expect(await server(true, '1.4.0').retrySetAside()).toBe(0)
  })
})
