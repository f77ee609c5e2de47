import { afterAll, describe, expect, test } from 'vitest'
import { RUN_ATTRIBUTE, traceOfRun } from '#server/store/spans/runOfTrace.ts'
import { RunId } from '#contract/ids.ts'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { jsonBody } from '#tests/support/otlp/otlpBodies.ts'
import { storeCases } from '#tests/support/databases.ts'
import { FIRST_PAGE, runId, useTestStore } from '#tests/support/testStore.ts'
import { KINDS, SESSION, spansOf, type WriterName, WRITERS, writersOver } from '#tests/support/writersOfRuns.ts'

/*
 * Who wrote first, who writes now, and each kind of row: whatever tells of a run leaves alone what another told, and is
 * told so. Each cell reads the whole of the first one's run again, byte by byte.
 */

const RUN = RunId.parse('5ec2e700-1111-4111-8111-111111111111')
/** Stands in all that the first one told. */
const SECRET = 'cobalt'

describe.each(storeCases)('over $name', (storeCase) => {
  const store = useTestStore(storeCase)
  let cells = 0
  // oxlint-disable-next-line no-console -- how much was tried is a part of the result
  afterAll(() => console.info(`pollution matrix over ${storeCase.name}: ${cells} cells`))

  /** All that a reader is given of the run, and the spans that it has. */
  async function everything({ app }: ReturnType<typeof writersOver>): Promise<readonly string[]> {
    const paths = ['', '/dag', '/events', '/files', '/messages', '/summary']
    const replies = await Promise.all(
      paths.map(async (path) => await (await app.request(`/api/runs/${RUN}${path}`)).text()),
    )
    const { rows } = await store().repositories.files.listFilesForRun(RUN, FIRST_PAGE)
    const contents = rows.map(async ({ file_id }) => {
      const response = await app.request(`/api/runs/${RUN}/files/${encodeURIComponent(file_id)}/content`)
      return await response.text()
    })
    return [...replies, ...(await Promise.all(contents)), JSON.stringify((await store().spans.spansOfRun(RUN)).spans)]
  }

  const session = async () => {
    const { rows } = await store().repositories.sessions.listSessions(FIRST_PAGE)
    const { name, user_id, status, meta } = rows.find(({ session_id }) => session_id === SESSION) ?? {}
    return { name, user_id, status, meta }
  }

  const first = async (writer: WriterName) => {
    const writers = writersOver(store())
    expect(await writers.tell(writer, { run_id: RUN, word: SECRET, kinds: KINDS, session_id: SESSION })).toMatchObject({
      refused: false,
    })
    const before = await everything(writers)
    for (const reply of before.slice(0, 6)) expect(reply).toContain(RUN)
    expect(before.join('\n')).toContain(SECRET)
    return { ...writers, before }
  }

  test.each(WRITERS)('what %s told is left alone by all others, which are told so', async (mine) => {
    const { before, ...writers } = await first(mine)
    for (const theirs of WRITERS.filter((writer) => writer !== mine))
      for (const kind of KINDS) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, so that it is known which one did it
        const { refused, text } = await writers.tell(theirs, { run_id: RUN, word: 'mallory', kinds: [kind] })
        expect([theirs, kind, refused]).toEqual([theirs, kind, true])
        expect(text).not.toContain(SECRET)
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect([theirs, kind, await everything(writers)]).toEqual([theirs, kind, before])
        cells += 1
      }
  })

  test.each(WRITERS)('the session that %s made keeps its name, user and meta', async (mine) => {
    const writers = await first(mine)
    const before = await session()
    expect(JSON.stringify(before)).toContain(SECRET)
    const isTelemetry = (writer: WriterName) => writer.startsWith('telemetry')
    for (const [index, theirs] of WRITERS.entries()) {
      if (theirs === mine && !isTelemetry(mine)) continue
      const told = { run_id: runId(700 + index), word: 'mallory', kinds: KINDS, session_id: SESSION }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { refused, text } = await writers.tell(theirs, told)
      // Spans are taken before anybody knows what session they tell of.
      expect([theirs, refused]).toEqual([theirs, !isTelemetry(theirs)])
      expect(text).not.toContain(SECRET)
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect([theirs, await session()]).toEqual([theirs, before])
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await everything(writers)).toEqual(writers.before)
      cells += 1
    }
  })

  test.each(WRITERS)('%s goes on telling of its own run', async (mine) => {
    const { before, tell } = await first(mine)
    for (const kind of KINDS)
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect([kind, (await tell(mine, { run_id: RUN, word: 'more', kinds: [kind] })).refused]).toEqual([kind, false])
    const after = await everything(writersOver(store()))
    expect(after).not.toEqual(before)
    expect(after.join('\n')).toContain('more')
    cells += KINDS.length
  })

  test.each(['telemetry of its own trace', 'telemetry that names it'] as const)(
    'a span of %s that comes again with other content once the trace has settled is refused',
    async (mine) => {
      const { before, ...writers } = await first(mine)
      const { spans } = await store().spans.spansOfRun(RUN)
      for (const { trace_id, span_id, parent_span_id } of spans) {
        const [changed] = spansOf({ run_id: RUN, word: 'mallory', kinds: ['run'] }, trace_id, {})
        const again = { ...changed, spanId: span_id, ...(parent_span_id !== null && { parentSpanId: parent_span_id }) }
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(await writers.send([{ ...again, endTimeUnixNano: '1769000099000000000' }])).toMatchObject({
          refused: true,
        })
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(await everything(writers)).toEqual(before)
        cells += 1
      }
      expect(await writers.tell(mine, { run_id: RUN, word: 'more', kinds: ['event'] })).toMatchObject({
        refused: false,
      })
    },
  )

  test.each(['batch', 'import', 'demo', 'telemetry that names it'] as const)(
    'what %s told does not go away with a trace of its id that names another run',
    async (mine) => {
      const { before, ...writers } = await first(mine)
      const told = { run_id: RUN, word: 'mallory', kinds: KINDS }
      const trace = traceOfRun(RUN)
      expect(await writers.send(spansOf(told, trace, {}))).toMatchObject({ refused: true })
      await writers.send(spansOf(told, trace, { [RUN_ATTRIBUTE]: runId(77) }))
      expect(await everything(writers)).toEqual(before)
      cells += 1
    },
  )

  test('whoever knows the ids of a trace’s events to come does not keep its run from being drawn', async () => {
    const { app, send } = writersOver(store())
    const spans = spansOf({ run_id: RUN, word: SECRET, kinds: KINDS }, traceOfRun(RUN), {})
    const decoded = decodeOtlpJson(JSON.stringify(jsonBody(...spans)))
    const [drawn] = (await projectSpans(RUN, decoded.spans, { isQuiet: true })).runs
    const event_ids = drawn?.bundle.events.map(({ event_id }) => event_id) ?? []
    expect(event_ids.length).toBeGreaterThan(3)
    const events = event_ids.map((event_id) => ({ event_id, event_type: 'info', agent_name: 'mallory' }))
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ run: {}, events })
    const response = await app.request(`/api/runs/${runId(66)}/batch`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(await send(spans)).toMatchObject({ refused: false })
    const { rows } = await store().repositories.events.listEventsForRun(RUN, {}, FIRST_PAGE)
    expect(rows.map(({ event_id }) => event_id).toSorted()).toEqual(event_ids.toSorted())
    expect(JSON.stringify(rows)).not.toContain('mallory')
    cells += 1
  })

  test('of writers that want one run at once the first has it, and the others are told', async () => {
    const rounds = Array.from({ length: 5 }, (_, round) => runId(800 + round))
    for (const run_id of rounds) {
      const { app, tell } = writersOver(store())
      const words = WRITERS.map((writer) => ({ writer, word: `word of ${writer}` }))
      // oxlint-disable-next-line no-await-in-loop -- one race after the other
      const answers = await Promise.all(words.map(({ writer, word }) => tell(writer, { run_id, word, kinds: KINDS })))
      const winners = words.filter((_, index) => answers[index]?.refused === false)
      expect(winners).toHaveLength(1)
      // oxlint-disable-next-line no-await-in-loop -- as above
      const seen = await Promise.all(
        ['/dag', '/events', '/messages'].map(
          async (path) => await (await app.request(`/api/runs/${run_id}${path}`)).text(),
        ),
      )
      for (const { word } of words)
        expect([word, seen.join('').includes(word)]).toEqual([word, word === winners[0]?.word])
      cells += WRITERS.length
    }
  })
})
