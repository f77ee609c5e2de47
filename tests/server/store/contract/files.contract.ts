import { expect, test } from 'vitest'
import { FileId } from '#contract/ids.ts'
import { aBundle, aFile, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { NewFile } from '#server/store/ports/writer.ts'
import { sha256 } from '#server/lib/sha256.ts'
import { FIRST_PAGE, nodeRef, readByPages, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const STEP = nodeRef(RUN, 'step_1')
const bytes = (text: string) => new TextEncoder().encode(text)
const at = (micros: number) => `2026-01-20T10:00:00.00000${micros}Z`

/** In the order in which they are listed. */
const FILES = [
  aFile({ file_id: 'z', created_at: at(1) }),
  aFile({ file_id: 'tie A', created_at: at(2) }),
  aFile({ file_id: 'tie a', created_at: at(2) }),
  aFile({ file_id: 'tie \uff01', created_at: at(2) }),
  aFile({ file_id: 'tie \u{1f600}', created_at: at(2) }),
  aFile({ file_id: 'no time 1' }),
  aFile({ file_id: 'no time 2' }),
]

export function filesContract(store: () => Store): void {
  const files = () => store().repositories.files
  const write = (...given: readonly NewFile[]) => storeRuns(store(), aBundle({ nodes: [aNode()], files: given }))

  test('are listed oldest first, those without a time last, by pages of every size', async () => {
    await write(...FILES.toReversed().map((file) => ({ ...file, node_id: STEP.node_id })))
    const whole = (await files().listFilesForRun(RUN, FIRST_PAGE)).rows
    expect(whole.map((row) => row.file_id)).toEqual(FILES.map((file) => file.file_id))
    for (let limit = 1; limit <= FILES.length + 1; limit++) {
      expect(await readByPages(limit, (page) => files().listFilesForRun(RUN, page))).toEqual(whole)
      expect(await readByPages(limit, (page) => files().listFilesForNodeInRun(STEP, page))).toEqual(whole)
    }
  })

  test('of a node leave out those of the run', async () => {
    await write(aFile({ file_id: 'of the node', node_id: 'step_1' }), aFile({ file_id: 'of the run' }))
    const { rows, total } = await files().listFilesForNodeInRun(STEP, FIRST_PAGE)
    expect([rows.map((row) => row.file_id), total]).toEqual([['of the node'], 1])
  })

  test('come back field for field, also those that are only known of', async () => {
    const recorded = { file_type: 'a new word', size_bytes: 5, event_id: 'never stored', meta: { b: 1, a: null } }
    const file = aFile({ ...recorded, node_id: 'step_1', sha256: 'a'.repeat(64), created_at: at(1) })
    await write(file)
    const { content: _, ...row } = file
    expect(await files().findFile(RUN, file.file_id)).toEqual({ ...row, has_content: false })
    expect(await files().readContent(RUN, file.file_id, 0, 5)).toBeUndefined()
  })

  test('size and hash are those of the content, whatever was said of it', async () => {
    const content = bytes('twelve bytes')
    await write({ ...aFile({ sha256: 'b'.repeat(64), size_bytes: 3 }), content })
    expect(await files().findFile(RUN, aFile().file_id)).toMatchObject({
      size_bytes: 12,
      sha256: await sha256(content),
      has_content: true,
    })
  })

  test('content is read by ranges, cut at its end', async () => {
    const content = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251)
    await write(aFile({ content }))
    const read = (start: number, end: number) => files().readContent(RUN, aFile().file_id, start, end)
    expect(await read(0, content.length)).toEqual(content)
    expect(await read(262_144, 262_149)).toEqual(content.slice(262_144, 262_149))
    expect(await read(299_998, 400_000)).toEqual(content.slice(299_998))
    for (const [start, end] of [
      [5, 5],
      [9, 3],
      [300_000, 300_001],
    ] as const)
      expect(await read(start, end)).toEqual(new Uint8Array())
  })

  test('an empty file has a content, of no bytes', async () => {
    await write(aFile({ content: new Uint8Array() }))
    expect(await files().findFile(RUN, aFile().file_id)).toMatchObject({ has_content: true, size_bytes: 0 })
    expect(await files().readContent(RUN, aFile().file_id, 0, 9)).toEqual(new Uint8Array())
  })

  test('a hash alone opens no other run’s content', async () => {
    const secret = bytes('the bytes of another run')
    const other = { run_id: runId(7) }
    const claim = aFile({ sha256: await sha256(secret) })
    await storeRuns(store(), aBundle({ run: aRun(other), files: [aFile({ ...other, content: secret })] }))
    await write(claim)
    expect(await files().findFile(RUN, claim.file_id)).toMatchObject({ has_content: false })
    expect(await files().readContent(RUN, claim.file_id, 0, 99)).toBeUndefined()
  })

  test('two files may have the same bytes, and one of them may change', async () => {
    const [one, two] = ['one', 'two'].map((id) => FileId.parse(id)) as [FileId, FileId]
    await write(aFile({ file_id: one, content: bytes('same') }), aFile({ file_id: two, content: bytes('same') }))
    await write(aFile({ file_id: one, content: bytes('changed') }))
    expect(await files().readContent(RUN, one, 0, 99)).toEqual(bytes('changed'))
    expect(await files().readContent(RUN, two, 0, 99)).toEqual(bytes('same'))
  })

  test('the caller’s buffer may change after the write', async () => {
    const content = bytes('before')
    await write(aFile({ content }))
    content.set(bytes('after!'))
    expect(await files().readContent(RUN, aFile().file_id, 0, 99)).toEqual(bytes('before'))
  })
}
