import { type AppFiles, addAppFiles, readAppFiles } from '#server/staticFiles.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
let files: AppFiles | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-dist-'))
  await writeFile(join(folder, 'secret.txt'), 'not for the web')
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'dist', 'assets', 'a-1f.js'), 'let x')
  await symlink(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'))
  files = await readAppFiles(join(folder, 'dist'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('all files of the build are known by path and type, and links out of it are not', () => {
  const types = Object.fromEntries([...(files ?? [])].map(([path, { type }]) => [path, type]))
  expect(types).toEqual({
    '/assets/a-1f.js': 'text/javascript; charset=utf-8',
    '/index.html': 'text/html; charset=utf-8',
  })
})

test.each([
  '/',
  '/runs',
  '/runs/x/nodes/step_1',
  '/integrity',
  '/connect',
  '/unassigned-calls',
  '/unassigned-calls/a/b',
  '/loose-calls',
])('%s, an address of the app, is its page', async (path) => {
  const { app } = appOver(await twinStore())
  addAppFiles(app, files)
  const page = await app.request(path)
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
})

test.each(['/nowhere', '/run/7', '/assets/gone.js'])(
  '%s is not found: as a page for people, as a problem for programs',
  async (path) => {
    const { app } = appOver(await twinStore())
    addAppFiles(app, files)
    const page = await app.request(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
    expect([page.status, await page.text()]).toEqual([404, '<!doctype html>'])
    for (const accept of ['*/*', 'application/json']) {
      const problem = await app.request(path, { headers: { accept } })
      expect([problem.status, problem.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    }
  },
)

test('an unknown path of the API is a problem for people too', async () => {
  const { app } = appOver(await twinStore())
  addAppFiles(app, files)
  const reply = await app.request('/api/nowhere', { headers: { accept: 'text/html' } })
  expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
})

test('where there is no build, pages say how to make one and the API answers', async () => {
  expect(await readAppFiles(join(folder, 'nowhere'))).toBeUndefined()
  expect(await readAppFiles(join(folder, 'dist', 'assets'))).toBeUndefined()
  const { app } = appOver(await twinStore())
  addAppFiles(app, undefined)
  const page = await app.request('/runs')
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run build')])
  expect((await app.request('/api/health')).status).toBe(200)
})
