import { ZipNames } from '#server/http/ZipNames.ts'
import { zipEntryName } from '#server/http/zipEntryName.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test.each([
  ['out/report.md', 'out/report.md'],
  ['/etc/passwd', 'etc/passwd'],
  ['../../etc/passwd', 'etc/passwd'],
  ['a/../../b', 'a/b'],
  ['..\\..\\windows\\system.ini', 'windows/system.ini'],
  ['C:\\Users\\me\\a.txt', 'Users/me/a.txt'],
  ['c:a.txt', 'a.txt'],
  ['\\\\server\\share\\a.txt', 'server/share/a.txt'],
  ['a//b/./c', 'a/b/c'],
  ['.../a', 'a'],
  ['.. /a', 'a'],
  ['a./b ', 'a/b'],
  ['.env', '.env'],
  ['a\u0000b\n.txt', 'a_b_.txt'],
  ['cod\u202etxt.exe', 'cod_txt.exe'],
  ['ab:c*d?.txt', 'ab_c_d_.txt'],
  ['con', '_con'],
  ['logs/NUL.txt', 'logs/_NUL.txt'],
  ['console.log', 'console.log'],
  ['größe 😀.txt', 'größe 😀.txt'],
  ['half \ud800', 'half \ufffd'],
  ['', 'file'],
  ['..', 'file'],
  ['/', 'file'],
])('%j becomes %j', (path, name) => {
  expect(zipEntryName(path)).toBe(name)
})

test('a name that is too long keeps its end, which has the extension', () => {
  const name = zipEntryName(`${'ä'.repeat(300)}.csv`)
  expect(name).toBe(`${'ä'.repeat(98)}.csv`)
})

test('no path leads out of the folder that it is unpacked in, on any system', () => {
  const path = fc.array(
    fc.constantFrom('.', '..', '/', '\\', ':', 'c', 'C:', ' ', '\u0000', 'nul', '\u202e', 'é', '\ud83d'),
  )
  fc.assert(
    fc.property(path, (parts) => {
      const name = zipEntryName(parts.join(''))
      expect(name).not.toMatch(/^\/|\\|:|[\p{Cc}\u202e]/u)
      expect(name.isWellFormed()).toBe(true)
      for (const part of name.split('/')) expect(part).toMatch(/[^. ]$/)
    }),
  )
})

test('each file of an archive has a name of its own, also where case or composition alone differs', () => {
  const names = new ZipNames()
  const paths = [
    'a/n.tar.gz',
    'a/n.tar.gz',
    'A/N.tar.gz',
    'a/n.tar (2).gz',
    'b/.env',
    'b/.env',
    'x',
    'x',
    '\u00e9',
    'e\u0301',
  ]
  expect(paths.map((path) => names.take(path))).toEqual([
    'a/n.tar.gz',
    'a/n.tar (2).gz',
    'A/N.tar (3).gz',
    'a/n.tar (2) (2).gz',
    'b/.env',
    'b/.env (2)',
    'x',
    'x (2)',
    '\u00e9',
    'e\u0301 (2)',
  ])
})
