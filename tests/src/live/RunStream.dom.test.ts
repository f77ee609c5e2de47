import { BLUE, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { offline } from '#mocks/faults.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { server } from '#mocks/node.ts'
import type { Store } from '#server/store/ports/store.ts'
import { columnQueries } from '#src/api/columnPages.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { createQueryClient } from '#src/app/queryClient.ts'
import { RunStream } from '#src/live/RunStream.ts'
import { changeOf } from '#tests/support/liveChange.ts'
import { QUICK, runStreamOf } from '#tests/support/liveStreams.ts'
import { InfiniteQueryObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from '#tests/support/eventually.ts'

let store: Store
beforeEach(async () => {
  store = createMemoryStore()
  await store.writer.writeSessions(twinSessions)
  for (const bundle of twinRuns) await store.writer.writeRun(bundle)
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(() => {
  server.close()
  server.resetHandlers()
})

/** A run that is followed, with its row, its graph and its events on screen. */
async function follow() {
  const said = { epoch: 'one', seq: 10 }
  const script = runStreamOf(BLUE, () => said)
  const reads: string[] = []
  server.use(script.handler(), ...apiHandlers(store))
  const onRequest = ({ request }: { readonly request: Request }) => reads.push(new URL(request.url).pathname)
  server.events.on('request:start', onRequest)
  const client = createQueryClient(1)
  const shown = [
    new QueryObserver(client, runQueries.detail(BLUE)).subscribe(() => undefined),
    new QueryObserver(client, runQueries.dag(BLUE)).subscribe(() => undefined),
    new InfiniteQueryObserver(client, columnQueries.run({ run_id: BLUE })).subscribe(() => undefined),
  ]
  await eventually(() => expect(client.isFetching()).toBe(0))
  const stream = new RunStream(client, BLUE, QUICK)
  // A run whose data are from before the stream began is read again; that is over when the tests begin.
  const stop = stream.start()
  onTestFinished(() => {
    stop()
    for (const hide of shown) hide()
    client.clear()
    server.events.removeAllListeners()
  })
  await eventually(() => expect(stream.connection.getState().kind).toBe('live'))
  await settled()
  reads.length = 0

  /** Nothing is being read, and nothing will be: longer than the pause between two readings has passed. */
  async function settled() {
    await new Promise((resolve) => {
      setTimeout(resolve, 4 * QUICK.refetch)
    })
    await eventually(() => expect(client.isFetching()).toBe(0))
  }
  const told = async (prev: number, seq: number) =>
    script.say(await changeOf(store, BLUE, { prev, seq, nodes: ['step_1'] }))
  const status = () => client.getQueryData(runQueries.detail(BLUE).queryKey)?.status
  const write = async (word: string) => {
    const [blue] = twinRuns
    if (blue) await store.writer.writeRun({ ...blue, run: { ...blue.run, status: word } })
  }
  return { script, said, stream, client, reads, settled, told, status, write }
}

const dagPath = `/api/runs/${BLUE}/dag-columns`
const columnsPath = `/api/runs/${BLUE}/event-columns`

describe('a run that is followed', () => {
  it('takes the next change without reading anything of it again', async () => {
    const { told, status, write, reads, settled } = await follow()
    await write('paused')
    await told(10, 11)
    await eventually(() => expect(status()).toBe('paused'))
    await settled()
    expect(reads).toEqual([])
  })

  it('passes over what it knows already', async () => {
    const { told, status, write, settled } = await follow()
    await told(10, 12)
    await write('paused')
    await told(10, 11)
    await settled()
    expect(status()).toBe('completed')
  })

  it('reads the run again, but not its events, where a change was missed', async () => {
    const { told, write, reads, stream, client, settled, status } = await follow()
    await write('paused')
    await told(14, 15)
    await eventually(() => expect(reads).toContain(dagPath))
    await settled()
    expect(status()).toBe('paused')
    expect(reads).not.toContain(columnsPath)
    expect([...stream.news.store.getState().values()]).toEqual([expect.objectContaining({ isPartial: true })])

    stream.news.show(columnQueries.run({ run_id: BLUE }).queryKey)
    await eventually(() => expect(reads).toContain(columnsPath))
    await eventually(() => expect(client.isFetching()).toBe(0))
    expect(stream.news.store.getState().size).toBe(0)
  })

  it('goes on after the last change when the connection is back, and reads nothing again', async () => {
    const { told, script, said, reads, status, write } = await follow()
    await told(10, 11)
    await write('paused')
    said.seq = 12
    await eventually(() => expect(script.connections).toBe(1))
    script.drop()
    await eventually(() => expect(script.asked).toEqual([null, '11']))
    await eventually(() => expect(script.connections).toBe(1))
    await told(11, 12)
    await eventually(() => expect(status()).toBe('paused'))
    expect(reads.filter((path) => path === dagPath)).toEqual([])
  })

  it.each([
    ['another database', { epoch: 'two', seq: 10 }],
    ['one that was put back to an earlier state', { epoch: 'one', seq: 4 }],
  ])('forgets its number and reads everything again where the server has %s', async (_, greeting) => {
    const { script, said, reads, write, status, told } = await follow()
    Object.assign(said, greeting)
    await write('paused')
    script.drop()
    await eventually(() => expect(reads).toContain(dagPath))
    await eventually(() => expect(status()).toBe('paused'))
    await write('failed')
    await told(greeting.seq, greeting.seq + 1)
    await eventually(() => expect(status()).toBe('failed'))
  })

  it('keeps the news of a list whose reading failed', async () => {
    const { script, stream, client } = await follow()
    script.say(await changeOf(store, BLUE, { prev: 10, seq: 11, changed: ['cobalt-code'] }))
    await eventually(() => expect(stream.news.store.getState().size).toBe(1))
    server.use(offline('getRunEventColumns'))
    const list = columnQueries.run({ run_id: BLUE }).queryKey
    stream.news.show(list)
    await eventually(() => expect(client.getQueryState(list)?.status).toBe('error'))
    expect([...stream.news.store.getState().values()]).toEqual([
      expect.objectContaining({ changed: new Set(['cobalt-code']) }),
    ])
  })
})
