import { pathOf } from '#contract/endpoints.ts'
import { aBundle, aFile, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { FILE_CSP } from '#server/http/fileResponse.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { readZip } from '#tests/support/readZip.ts'
import { expect, test } from 'vitest'
import { report } from '#tests/support/attacks/report.ts'

/*
 * Files that agents wrote, opened directly and taken out of an archive. A browser must run none of them in the origin of the
 * app, whatever their name says, and no name may lead out of the folder that it is saved in.
 */

const SCRIPT = '<script>document.title="owned"</script>'
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`
const XML = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`

const ACTIVE = ['html', 'htm', 'xhtml', 'shtml', 'svg', 'svgz', 'xml', 'xsl', 'js', 'mjs', 'css', 'swf', 'mht', 'hta']
const FILES: readonly (readonly [string, string])[] = [
  ...ACTIVE.map(
    (ending) => [`page.${ending}`, ending.startsWith('sv') ? SVG : ending.startsWith('x') ? XML : SCRIPT] as const,
  ),
  ['chart.png', SCRIPT],
  ['chart.jpg', SVG],
  ['chart.gif', `GIF89a${SCRIPT}`],
  ['doc.pdf', `%PDF-1.7 ${SCRIPT}`],
  ['notes.txt', SCRIPT],
  ['notes.md', SCRIPT],
  ['data.csv', '=cmd|calc!A1'],
  ['data.json', SCRIPT],
  ['PAGE.HTML', SCRIPT],
  ['page.html.png', SCRIPT],
  ['page.html ', SCRIPT],
  ['page.html.', SCRIPT],
  ['page', SCRIPT],
  ['.htaccess', 'AddType text/html .png'],
  ['../../../etc/passwd', 'root'],
  ['..\\..\\windows\\system.ini', 'x'],
  ['C:\\autoexec.bat', 'x'],
  ['/absolute/page.html', SCRIPT],
  ['a"; filename="evil.html', SCRIPT],
  ['a\r\nContent-Type: text/html\r\n\r\n.txt', SCRIPT],
  ['cod\u202elmth.txt', SCRIPT],
  ['\ufeffpage.html', SCRIPT],
  ['nul', 'x'],
  ['..', SCRIPT],
  ['utf7.txt', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
]

const at = { run_id: BLUE, node_id: 'step_1' } as const
const bytes = (text: string) => new TextEncoder().encode(text)
const { app } = appOver(
  await twinStore([
    aBundle({
      run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
      nodes: [aNode(at)],
      files: FILES.map(([file_path, text], index) =>
        aFile({ ...at, file_id: `f${index}`, file_path, content: bytes(text) }),
      ),
    }),
  ]),
)

/** Types under which a browser runs nothing. */
const HARMLESS =
  /^(?:application\/(?:octet-stream|pdf|json)|image\/(?:png|jpeg|gif|webp)|text\/(?:plain|csv|markdown))(?:;|$)/

test('no file that is opened directly runs, and each is a download under a plain name', async () => {
  const counts = { files: 0, 'that could run': 0 }
  for (const [index, [path]] of FILES.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- a file that could run is to be told by its name
    const { status, headers } = await app.request(pathOf('getFileContent', { run_id: BLUE, file_id: `f${index}` }))
    counts.files += 1
    const [policy, disposition = '', type = ''] = [
      'content-security-policy',
      'content-disposition',
      'content-type',
    ].map((name) => headers.get(name) ?? undefined)
    const isSafe =
      policy === FILE_CSP &&
      disposition.startsWith('attachment;') &&
      headers.get('x-content-type-options') === 'nosniff'
    // An image of vectors is shown by the app as an image only, where no script of it runs.
    const isHarmless = HARMLESS.test(type) || type === 'image/svg+xml'
    if (!isSafe || !isHarmless) counts['that could run'] += 1
    expect([path, status, isSafe, isHarmless ? 'harmless' : type]).toEqual([path, 200, true, 'harmless'])
    const [, name = ''] = /filename="([^"]*)"/.exec(disposition) ?? []
    expect(name).toMatch(/^[\w .()-]+$/)
    expect(name).not.toMatch(/^\.\.?$|[\\/]/)
  }
  report('direct files', counts)
})

test('no name in an archive leads out of its folder', async () => {
  const response = await app.request(`/api/runs/${BLUE}/files.zip`)
  const names = [...readZip(new Uint8Array(await response.arrayBuffer())).keys()]
  const outside = names.filter((name) => /^\/|\\|^[A-Za-z]:|(?:^|\/)\.\.?(?:\/|$)|[\p{Cc}\u202e\ufeff]/u.test(name))
  report('names in archives', { names: names.length, 'that lead out': outside.length })
  expect(outside).toEqual([])
  expect(names.length).toBe(FILES.length)
})
