import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gunzipped } from '#server/sources/gunzipped.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const MEMBERS = ['{"a":', '', '"é and more text', '"}\n'].map((text) => gzipSync(text))

async function textOf(bytes: Uint8Array, pieceBytes: number): Promise<string> {
  const file = join(folder, 'traces.json.gz')
  await writeFile(file, bytes)
  let text = ''
  for await (const piece of gunzipped(file, pieceBytes)) text += piece
  return text
}

test('a file of several members is one text, wherever the pieces that are read begin', async () => {
  for (const pieceBytes of [64, 65, 70, 71, 77, 90, 4096])
    // oxlint-disable-next-line no-await-in-loop -- one file
    expect(await textOf(Buffer.concat(MEMBERS), pieceBytes)).toBe('{"a":"é and more text"}\n')
})

test('a file with trailing data or a truncated last member is damaged', async () => {
  const junk = Buffer.concat([...MEMBERS, Buffer.from('junk')])
  await expect(textOf(junk, 4096)).rejects.toMatchObject({ name: 'SourceError', trouble: 'corrupt' })
  await expect(textOf(Buffer.concat(MEMBERS).subarray(0, -1), 64)).rejects.toThrow('is truncated')
})
