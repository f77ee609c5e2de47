import { answerOf, workerClient, type Outcome } from '#src/lib/askWorker.ts'
import { FakeWorker } from '#tests/support/FakeWorker.ts'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const latest = (): FakeWorker => FakeWorker.latest
const clientOf = (more: { readonly deadlineMs?: number; readonly isSmall?: (question: string) => boolean } = {}) =>
  workerClient<string, string>({
    spawn: () => new FakeWorker() as unknown as Worker,
    here: (question) => {
      if (question === 'bad') throw new Error('it cannot be drawn')
      return `${question}, here`
    },
    isSmall: more.isSmall ?? (() => false),
    deadlineMs: more.deadlineMs ?? 60_000,
  })
const wanted = () => new AbortController().signal

beforeEach(() => {
  FakeWorker.forget()
  vi.stubGlobal('Worker', FakeWorker)
})

describe('a question to a worker', () => {
  it('is done with the answer, and the next goes to the same worker', async () => {
    const ask = clientOf()
    const first = ask('one', wanted())
    latest().answerLatest('1')
    expect(await first).toEqual({ kind: 'done', answer: '1' })
    const second = ask('two', wanted())
    latest().answerLatest('2')
    expect(await second).toEqual({ kind: 'done', answer: '2' })
    expect(FakeWorker.made).toHaveLength(1)
  })

  it('takes no answer that bears the number of another question', async () => {
    const ask = clientOf()
    const first = ask('old', wanted())
    latest().answerLatest('old answer')
    await first
    const second = ask('new', wanted())
    latest().reply({ number: latest().asked[0]?.number ?? 0, answer: 'old answer, again' })
    latest().answerLatest('new answer')
    expect(await second).toEqual({ kind: 'done', answer: 'new answer' })
  })

  it('is cancelled at once, and ends the worker that is at it', async () => {
    const ask = clientOf()
    const over = new AbortController()
    const outcome = ask('one', over.signal)
    over.abort()
    expect(await outcome).toEqual({ kind: 'cancelled' })
    const [cancelled] = FakeWorker.made
    expect(cancelled?.isEnded).toBe(true)
    const next = ask('two', wanted())
    cancelled?.answerLatest('late')
    latest().answerLatest('2')
    expect(await next).toEqual({ kind: 'done', answer: '2' })
  })

  it('takes too long after the deadline, and the next question has a new worker', async () => {
    const ask = clientOf({ deadlineMs: 5 })
    expect(await ask('slow', wanted())).toEqual({ kind: 'too long' })
    expect(latest().isEnded).toBe(true)
    void ask('next', wanted())
    expect(FakeWorker.made).toHaveLength(2)
  })

  it('fails with what the worker says, and the failure is not kept', async () => {
    const ask = clientOf()
    const first = ask('bad', wanted())
    latest().reply({ number: latest().asked[0]?.number ?? 0, failed: 'it cannot be drawn' })
    expect(await first).toEqual({ kind: 'failed', why: 'it cannot be drawn' })
    const second = ask('good', wanted())
    latest().answerLatest('drawn')
    expect(await second).toEqual({ kind: 'done', answer: 'drawn' })
  })

  it('fails with the words of a worker that broke down', async () => {
    const outcome = clientOf()('one', wanted())
    latest().breakDown('out of memory')
    expect(await outcome).toEqual({ kind: 'failed', why: 'out of memory' })
    expect(latest().isEnded).toBe(true)
  })

  it('asks two workers at once for two questions at once', async () => {
    const ask = clientOf()
    const outcomes: Promise<Outcome<string>>[] = [ask('one', wanted()), ask('two', wanted())]
    FakeWorker.made[1]?.answerLatest('2')
    FakeWorker.made[0]?.answerLatest('1')
    expect(await Promise.all(outcomes)).toEqual([
      { kind: 'done', answer: '1' },
      { kind: 'done', answer: '2' },
    ])
    expect(FakeWorker.made.filter(({ isEnded }) => !isEnded)).toHaveLength(1)
  })
})

describe('a question that needs no worker', () => {
  it('is answered on the main thread while it is small', async () => {
    expect(await clientOf({ isSmall: () => true })('one', wanted())).toEqual({ kind: 'done', answer: 'one, here' })
    expect(FakeWorker.made).toHaveLength(0)
  })

  it('is answered there too where there are no workers', async () => {
    vi.stubGlobal('Worker', undefined)
    expect(await clientOf()('one', wanted())).toEqual({ kind: 'done', answer: 'one, here' })
  })

  it('fails with the reason, as in a worker', async () => {
    expect(await clientOf({ isSmall: () => true })('bad', wanted())).toEqual({
      kind: 'failed',
      why: 'it cannot be drawn',
    })
  })
})

describe('the answer for a query', () => {
  const why = new Error('taken back')
  it.each([
    ['too long', { kind: 'too long' }, 'It timed out.'],
    ['failed', { kind: 'failed', why: 'out of memory' }, 'out of memory'],
    ['cancelled', { kind: 'cancelled' }, 'taken back'],
  ] as const)('is an error where the outcome is “%s”', (_, outcome, message) => {
    expect(() => answerOf(outcome, AbortSignal.abort(why))).toThrow(message)
  })

  it('is what the worker answered where it is done', () => {
    expect(answerOf({ kind: 'done', answer: 7 }, wanted())).toBe(7)
  })
})
