import { expect, test } from 'vitest'
import { Readiness } from '#server/http/Readiness.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'

const store = await twinStore()
const broken = {
  ...store,
  ping: async () => {
    throw new StoreUnavailableError('gone')
  },
}

test.each(['/livez', '/readyz'])(
  '%s answers under every name of host, with nothing of what is stored',
  async (path) => {
    const { app } = appOver(store, { hosts: ['localhost:4400'] })
    const response = await app.request(path, { headers: { host: '10.1.2.3:8080' } })
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  },
)

test('a database that cannot be read makes a server not ready, but no less alive', async () => {
  const { app } = appOver(broken)
  expect((await app.request('/livez')).status).toBe(200)
  const response = await app.request('/readyz')
  expect(await problemIn(response)).toMatchObject({ status: 503, code: 'unavailable' })
})

test('a server that is to stop is not ready, and answers everything else as before', async () => {
  const readiness = new Readiness()
  const { app } = appOver(store, { readiness })
  expect((await app.request('/readyz')).status).toBe(200)
  readiness.drain()
  expect(await problemIn(await app.request('/readyz'))).toMatchObject({ status: 503, code: 'unavailable' })
  for (const path of ['/livez', '/api/health', '/api/runs'])
    // oxlint-disable-next-line no-await-in-loop -- three questions
    expect([path, (await app.request(path)).status]).toEqual([path, 200])
})

test('whether a balancer asks is known by its question of readiness alone', async () => {
  const readiness = new Readiness()
  const { app } = appOver(store, { readiness })
  await app.request('/livez')
  await app.request('/api/health')
  expect(readiness.isWatched(60_000)).toBe(false)
  await app.request('/readyz')
  expect(readiness.isWatched(60_000)).toBe(true)
  expect(readiness.isWatched(-1)).toBe(false)
})
