import { expect, test } from 'vitest'
import { aBundle, anEvent, aRun } from '#mocks/fixtures/builders.ts'
import type { RunId } from '#contract/ids.ts'
import { type AuditPatience, AT_ONCE, IN_BACKGROUND, ON_REQUEST } from '#server/store/audits/AuditPatience.ts'
import type { IntegrityRepository } from '#server/store/ports/integrity.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { FIRST_PAGE, runId, tellRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const OTHER = aRun({ run_id: runId(1) }).run_id
const NEVER_QUIET = 3_600_000
const LIVE: AuditPatience = {
  quietMs: NEVER_QUIET,
  firstQuietMs: NEVER_QUIET,
  longQuietMs: NEVER_QUIET,
  liveMs: 0,
}

export function auditsContract(store: () => Store): void {
  const repository = () => store().repositories.integrity
  const append = (number: number) =>
    store().writer.mergeRun({
      ...aBundle({ events: [anEvent({ event_id: `${number}` })] }),
      run_id: RUN,
      run: undefined,
      sessions: [],
    })
  const appendMany = async (count: number, afterEach: () => Promise<unknown>) => {
    for (let number = 0; number < count; number++) {
      // oxlint-disable-next-line no-await-in-loop -- one write after the other, as an agent makes them
      await append(number)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await afterEach()
    }
  }
  const badge = async (run_id: RunId) =>
    (await store().repositories.runs.listRuns({}, FIRST_PAGE)).rows.find((row) => row.run_id === run_id)?.finding_count

  test('a run that is being written is left alone, and is told to be pending', async () => {
    await tellRuns(store(), aBundle())
    const patience = { ...IN_BACKGROUND, quietMs: NEVER_QUIET, firstQuietMs: NEVER_QUIET }
    const audits = new IntegrityService(repository(), patience)
    await appendMany(3, async () => expect(await audits.auditSome()).toBeUndefined())
    await audits.refresh()
    expect(await repository().foundInRun(RUN)).toBeUndefined()
    expect(await badge(RUN)).toBeNull()
    expect((await audits.report()).runs_pending).toBe(1)
    await new IntegrityService(repository(), { ...patience, quietMs: 0 }).refresh()
    expect((await audits.report()).runs_pending).toBe(0)
    expect(await badge(RUN)).toBe(0)
  })

  test('audits of a run that never gets quiet read each of its events a bounded number of times', async () => {
    const EVENTS = 100
    await tellRuns(store(), aBundle())
    const { counted, read } = counting(repository())
    const audits = new IntegrityService(counted, LIVE)
    await appendMany(EVENTS, () => audits.auditSome())
    expect(read.audits).toBeGreaterThan(2)
    expect(read.audits).toBeLessThan(10)
    expect(read.events).toBeLessThan(3 * EVENTS)
  })

  test('audits of a run that is quiet after each write read each event a bounded number of times as well', async () => {
    const EVENTS = 100
    await tellRuns(store(), aBundle())
    const { counted, read } = counting(repository())
    const audits = new IntegrityService(counted, { ...LIVE, quietMs: 0, firstQuietMs: 0, liveMs: NEVER_QUIET })
    await appendMany(EVENTS, () => audits.auditSome())
    expect(read.audits).toBeLessThan(50)
    expect(read.events).toBeLessThan(15 * EVENTS)
  })

  test('somebody who asks gets audits of what nobody looked through, and none of what is being written', async () => {
    await tellRuns(store(), aBundle())
    const asked = new IntegrityService(repository(), { ...ON_REQUEST, quietMs: NEVER_QUIET, longQuietMs: NEVER_QUIET })
    await asked.refresh()
    expect(await badge(RUN)).toBe(0)
    await append(1)
    await asked.refresh()
    expect(await badge(RUN)).toBeNull()
    expect((await asked.report()).runs_pending).toBe(1)
  })

  test('a run of which no audit can be kept is set aside, and the others are audited', async () => {
    await tellRuns(store(), aBundle(), aBundle({ run: aRun({ run_id: OTHER }) }))
    const failed: RunId[] = []
    let isBroken = true
    const breaking: IntegrityRepository = {
      ...methodsOf(repository()),
      keepAudits: (audits) =>
        isBroken && audits.some(({ run_id }) => run_id === RUN)
          ? Promise.reject(new Error('cannot be kept'))
          : repository().keepAudits(audits),
    }
    const audits = new IntegrityService(breaking, AT_ONCE, (run_id) => failed.push(run_id))
    await audits.refresh()
    expect([await badge(RUN), await badge(OTHER), failed]).toEqual([null, 0, [RUN]])
    expect((await audits.report()).runs_pending).toBe(1)
    // It is tried again later, not at once.
    isBroken = false
    await audits.refresh()
    expect([await badge(RUN), failed]).toEqual([null, [RUN]])
  })

  test('that the store cannot be reached is no fault of a run', async () => {
    await tellRuns(store(), aBundle())
    const away = () => Promise.reject(new StoreUnavailableError('gone'))
    const audits = new IntegrityService({ ...methodsOf(repository()), readRuns: away, keepFailure: away })
    await expect(audits.refresh()).rejects.toThrow('gone')
    await new IntegrityService(repository()).refresh()
    expect(await badge(RUN)).toBe(0)
  })

  test('the background rests ten times as long as an audit took', async () => {
    await tellRuns(store(), aBundle())
    const slow = {
      ...methodsOf(repository()),
      readRuns: async (run_ids: readonly RunId[]) => {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return await repository().readRuns(run_ids)
      },
    }
    expect(await new IntegrityService(slow).auditSome()).toBeGreaterThan(290)
    expect(await new IntegrityService(slow).auditSome()).toBeUndefined()
  })
}

/** The repository, and how often and how much is read of it for audits. */
function counting(repository: IntegrityRepository) {
  const read = { audits: 0, events: 0 }
  const counted: IntegrityRepository = {
    ...methodsOf(repository),
    readRuns: async (run_ids) => {
      const runs = await repository.readRuns(run_ids)
      read.audits += runs.length
      for (const { events } of runs) read.events += events.length
      return runs
    },
  }
  return { counted, read }
}

const methodsOf = (repository: IntegrityRepository): IntegrityRepository => ({
  pendingRuns: (patience) => repository.pendingRuns(patience),
  countPendingRuns: () => repository.countPendingRuns(),
  readRuns: (run_ids) => repository.readRuns(run_ids),
  revisionOf: (run_id) => repository.revisionOf(run_id),
  resolveReferences: (references) => repository.resolveReferences(references),
  keepAudits: (audits) => repository.keepAudits(audits),
  keepFailure: (run_id) => repository.keepFailure(run_id),
  countEntities: () => repository.countEntities(),
  nodeIds: () => repository.nodeIds(),
  foundInAll: () => repository.foundInAll(),
  foundInRun: (run_id) => repository.foundInRun(run_id),
  unplaced: () => repository.unplaced(),
  nodeReuse: (ref) => repository.nodeReuse(ref),
})
