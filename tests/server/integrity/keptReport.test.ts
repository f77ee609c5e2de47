import { createMemoryStore } from '#mocks/memory/memoryStore.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { KeptReport } from '#server/integrity/KeptReport.ts'
import { expect, test } from 'vitest'

/** A report that takes so long to make, by a clock of its own. */
function reportThatTakes(ms: number) {
  const service = new IntegrityService(createMemoryStore().repositories.integrity)
  let now = 0
  let made = 0
  const reports = new KeptReport(
    async () => {
      now += ms
      made += 1
      return await service.report()
    },
    () => now,
  )
  return { reports, wait: (time: number) => (now += time), made: () => made }
}

test('a report that takes long is answered again for a while, and says when it was made', async () => {
  const { reports, wait, made } = reportThatTakes(1000)
  expect((await reports.report()).made_at).toBeUndefined()
  wait(19_000)
  expect((await reports.report()).made_at).toMatch(/^\d{4}-\d\d-\d\dT/)
  expect(made()).toBe(1)
  wait(2000)
  expect((await reports.report()).made_at).toBeUndefined()
  expect(made()).toBe(2)
})

test('no report is kept longer than a minute', async () => {
  const { reports, wait, made } = reportThatTakes(30_000)
  await reports.report()
  wait(60_001)
  await reports.report()
  expect(made()).toBe(2)
})

test('a report that takes no time is always of this moment, and those who ask at once share one', async () => {
  const { reports, made } = reportThatTakes(1)
  await Promise.all([reports.report(), reports.report()])
  expect(made()).toBe(1)
  expect((await reports.report()).made_at).toBeUndefined()
  expect(made()).toBe(2)
})
