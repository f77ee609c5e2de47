import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePrivateFolder } from '#server/store/postgres/engine/privateFolder.ts'

let place = ''
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'runlens-test-'))
  await chmod(place, 0o755)
})
afterAll(() => rm(place, { recursive: true }))

const modeOf = async (folder: string) => ((await stat(folder)).mode & 0o7777).toString(8)
async function folderOf(mode: number) {
  const folder = join(place, mode.toString(8))
  await mkdir(folder)
  // Beside the umask.
  await chmod(folder, mode)
  return folder
}

test('a data folder that is made is for its user only', async () => {
  await makePrivateFolder(join(place, 'new', 'data'))
  expect(await modeOf(join(place, 'new', 'data'))).toBe('700')
})

test.each([0o777, 0o755, 0o750, 0o701])('one of mode %o that is ours becomes so', async (mode) => {
  const folder = await folderOf(mode)
  await makePrivateFolder(folder)
  expect(await modeOf(folder)).toBe('700')
})

test('one that is narrower, or that all users share, stays as it is', async () => {
  for (const mode of [0o500, 0o1777]) {
    // oxlint-disable-next-line no-await-in-loop -- two folders
    const folder = await folderOf(mode)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await makePrivateFolder(folder)
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await modeOf(folder)).toBe(mode.toString(8))
  }
})

// Only root can try as somebody else.
test.skipIf(process.getuid?.() !== 0)(
  'another user can read no file in it, though the file is for everybody',
  async () => {
    const folder = await folderOf(0o775)
    await writeFile(join(folder, 'page'), 'secret')
    await chmod(join(folder, 'page'), 0o666)
    const read = () => spawnSync('cat', [join(folder, 'page')], { uid: 65_534, gid: 65_534, encoding: 'utf8' }).stdout
    expect(read()).toBe('secret')
    await makePrivateFolder(folder)
    expect(read()).toBe('')
  },
)
