import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RUN_SEARCH_MAX, RUNS_COUNTED_MAX } from '#contract/queries.ts'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import type { RunFilter } from '#server/store/ports/runs.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, readByPages, runId } from '#tests/support/testStore.ts'

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Letters that a pattern, a fold, a piece of three or a separator could mistake. */
const LETTERS = [
  'a',
  'A',
  'b',
  'Z',
  'z',
  '%',
  '_',
  '\\',
  "'",
  ' ',
  'é',
  'É',
  'ß',
  'İ',
  '\u{1f600}',
  '\u{1f601}',
  '-',
  '0',
]
const letter = fc.constantFrom(...LETTERS)
const text = (maxLength: number) => fc.array(letter, { maxLength }).map((letters) => letters.join(''))
const maybe = (maxLength: number) => fc.option(text(maxLength), { nil: null })
const rows = fc.array(fc.record({ task: maybe(12), agent: maybe(4), model: maybe(4), session: fc.nat(2) }), {
  minLength: 12,
  maxLength: 12,
})
const names = fc.tuple(maybe(6), maybe(6), maybe(6))

export function runSearchContract(store: () => Store): void {
  const runs = () => store().repositories.runs
  const found = async (filter: RunFilter) => (await runs().listRuns(filter, FIRST_PAGE)).rows.map((run) => run.run_id)

  test('a search finds the runs that a look at each run finds, whatever the texts and the search are', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        names,
        fc.array(text(4), { minLength: 12, maxLength: 12 }),
        async (given, titles, asked) => {
          const sessions = titles.map((name, i) => aSession({ session_id: `s-${i}`, name }))
          await store().writer.writeSessions(sessions)
          const stored = given.map(({ task, agent, model, session }, i) =>
            aRun({ run_id: runId(i), session_id: `s-${session}`, task_description: task, agent, model }),
          )
          await store().writer.writeRuns(stored.map((run) => ({ bundle: aBundle({ run }) })))
          for (const q of [...asked, '00000000-', runId(1), '%', '_', 's-1'].filter((each) => each !== '')) {
            const wanted = stored.filter((run) => {
              const texts = [
                run.task_description,
                run.agent,
                run.model,
                run.session_id,
                titles[Number(run.session_id.slice(2))],
              ]
              return texts.some((each) => lower(each ?? '').includes(lower(q))) || run.run_id.startsWith(lower(q))
            })
            // oxlint-disable-next-line no-await-in-loop -- one search after the other
            expect([q, (await found({ q })).sort()]).toEqual([q, wanted.map((run) => String(run.run_id)).sort()])
          }
        },
      ),
      { numRuns: 8, seed: 20_260_120 },
    )
  })

  test('a search looks through the beginning of a long task, and no further', async () => {
    await store().writer.writeSessions([aSession({ session_id: 's' })])
    const filler = 'é'.repeat(RUN_SEARCH_MAX - 6)
    const tasks = [`${filler}needle`, `${filler}xneedle`]
    await store().writer.writeRuns(
      tasks.map((task_description, i) => ({
        bundle: aBundle({ run: aRun({ run_id: runId(i), session_id: 's', task_description }) }),
      })),
    )
    expect(await found({ q: 'NEEDLE' })).toEqual([runId(0)])
    expect(await found({ q: 'needl' })).toHaveLength(2)
  })

  test('a narrowed list counts no more runs than it has to, says so, and still leads to the last one', async () => {
    await store().writer.writeSessions([aSession({ session_id: 's', name: 'all of them' })])
    const count = RUNS_COUNTED_MAX + 2
    const stored = Array.from({ length: count }, (_, i) =>
      aRun({
        run_id: runId(i),
        session_id: 's',
        agent: 'planner',
        task_description: i < 5 ? 'five of them' : 'the others',
      }),
    )
    await store().writer.writeRuns(stored.map((run) => ({ bundle: aBundle({ run }) })))
    for (const filter of [
      { agent: 'planner' },
      { q: 'the' },
      { q: 'al' },
      { q: 'all of them' },
      { session_id: stored[0]?.session_id },
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one list after the other
      const { total, total_is_capped } = await runs().listRuns(filter, { limit: 2, after: undefined })
      expect([filter, total, total_is_capped]).toEqual([filter, RUNS_COUNTED_MAX, true])
    }
    expect(await runs().listRuns({}, { limit: 2, after: undefined })).toMatchObject({ total: count })
    expect(await runs().listRuns({ q: 'five' }, FIRST_PAGE)).toMatchObject({ total: 5 })
    const ids = new Set<string>()
    let after: Parameters<ReturnType<typeof runs>['listRuns']>[1]['after']
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one begins
      const page = await runs().listRuns({ q: 'the' }, { limit: 400, after })
      for (const { run_id } of page.rows) ids.add(run_id)
      after = page.next
    } while (after)
    expect(ids.size).toBe(count)
    expect(await readByPages(3, (page) => runs().listRuns({ q: 'five' }, page))).toHaveLength(5)
  })
}
