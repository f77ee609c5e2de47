import { expect, test, vi } from 'vitest'
import { PROBLEMS } from '#contract/errors.ts'
import { SqlError } from '#server/store/postgres/sql.ts'
import { storeFailure } from '#server/store/postgres/engine/storeTrouble.ts'
import { failureOf, refusalOf } from '#server/http/failureReply.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { healthRoutes } from '#server/routes/healthRoutes.ts'

test.each([
  ['08006', 'unavailable'],
  ['08P01', 'database_refused'],
  ['28P01', 'database_refused'],
  ['3D000', 'database_refused'],
  ['25006', 'database_read_only'],
  ['40P01', 'database_conflict'],
  ['53100', 'database_full'],
  ['53200', 'database_busy'],
  ['53300', 'database_busy'],
  ['57014', 'database_timeout'],
  ['57P01', 'database_restarting'],
  ['57P03', 'database_restarting'],
  ['58030', 'database_failed'],
  ['XX001', 'database_damaged'],
  ['XX002', 'database_damaged'],
] as const)('the cause %s is told as %s, and logged by its code', (code, problem) => {
  const failure = storeFailure(new SqlError('secret of 10.0.0.7', code, undefined))
  const { refused, detail } = refusalOf(failure)
  expect(refused).toBe(problem)
  expect(detail).not.toMatch(/secret|10\.0/)
  expect(failureOf(failure).code).toBe(code)
})

test('a limit of the size of files, or a quota, is a full disk too, whatever code the engine gives it', () => {
  for (const reason of ['File too large', 'Disk quota exceeded', 'No space left on device']) {
    const failure = storeFailure(new SqlError(`could not extend file "base/5/1": ${reason}`, 'XX000', undefined))
    expect(refusalOf(failure).refused).toBe('database_full')
  }
  const quoted = new SqlError('invalid input syntax: "No space left on device"', '22P02', undefined)
  expect(storeFailure(quoted)).toBe(quoted)
})

test('no two causes have the same title', () => {
  const titles = Object.values(PROBLEMS).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('a fault of the statement is none of the database', () => {
  const fault = new SqlError('no such column', '42703', undefined)
  expect(storeFailure(fault)).toBe(fault)
  expect(refusalOf(fault).refused).toBe('internal')
})

test('health answers in a bounded time, whatever the database does', async () => {
  vi.useFakeTimers()
  try {
    const store = { engine: 'postgres', ping: () => new Promise<void>(() => undefined) } as const
    const { health } = healthRoutes(store, { version: '1', exposed: false })
    const [failed] = await Promise.all([
      health({} as never).catch((error: unknown) => error),
      vi.advanceTimersByTimeAsync(3000),
    ])
    expect(failed).toBeInstanceOf(StoreUnavailableError)
  } finally {
    vi.useRealTimers()
  }
})
