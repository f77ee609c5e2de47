import { attachment } from '#server/http/contentDisposition.ts'
import { expect, test } from 'vitest'

const named = (ascii: string, utf8 = encodeURIComponent(ascii)) =>
  `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`

test.each([
  ['out/report.md', named('report.md')],
  ['../../etc/passwd', named('passwd')],
  ['C:\\Users\\me\\a.csv', named('a.csv')],
  ['a"; filename=evil.html', named('a__ filename_evil.html', 'a%22%3B%20filename%3Devil.html')],
  ['a\r\nSet-Cookie: x=1', named('aSet-Cookie_ x_1', 'aSet-Cookie%3A%20x%3D1')],
  ['Größe 😀.txt', named('Gr__e __.txt', 'Gr%C3%B6%C3%9Fe%20%F0%9F%98%80.txt')],
  ['exe.\u202etxt.exe', named('exe.txt.exe')],
  ["it's (1)*.txt", named('it_s (1)_.txt', 'it%27s%20%281%29%2A.txt')],
  ['half \ud800.txt', named('half _.txt', 'half%20%EF%BF%BD.txt')],
  ['folder/', named('file')],
  ['..', named('file')],
  ['', named('file')],
  ['\u0000', named('file')],
])('%j becomes %s', (path, header) => {
  expect(attachment(path)).toBe(header)
  // A header that a Headers object refuses would turn a download into a failure.
  expect(new Headers({ 'content-disposition': attachment(path) }).get('content-disposition')).toBe(header)
})

test('a very long name keeps its extension and no half characters', () => {
  const header = attachment(`${'😀'.repeat(400)}.csv`)
  expect(header).toMatch(/\.csv$/)
  expect(header.length).toBeLessThan(2200)
})
