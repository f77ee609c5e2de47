import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import type { PreparedFile } from '#server/store/prepare/prepareBundle.ts'
import * as z from 'zod/mini'
import { NoRow, type SqlRunner } from '../sql.ts'

/**
 * Stores the contents of files, then the files with `write`, then deletes the previous contents of these files that no
 * file uses any more. `areNew`: none of the files is stored yet.
 */
export async function withContents<Result>(
  tx: SqlRunner,
  files: readonly PreparedFile[],
  areNew: boolean,
  write: () => Promise<Result>,
): Promise<Result> {
  const former = areNew ? [] : await formerHashes(tx, files)
  await storeContents(tx, files)
  const result = await write()
  const kept = new Set(files.flatMap(({ file, content }) => (content === undefined ? [] : (file.sha256 ?? []))))
  const unused = former.filter((hash) => !kept.has(hash))
  if (unused.length > 0) await tx.query('select delete_unused_contents($1::text[])::text', [unused], z.unknown())
  return result
}

type Content = Extract<PreparedFile['content'], Uint8Array>

function contentsOf(files: readonly PreparedFile[]): ReadonlyMap<string, Content> {
  const contents = new Map<string, Content>()
  for (const { file, content } of files)
    if (content instanceof Uint8Array && file.sha256 !== null) contents.set(file.sha256, content)
  return contents
}

/**
 * Sends only contents that are not stored yet, because a run may be replaced every second. Stored ones are locked until
 * the transaction ends; otherwise another writer that deletes the last file using one could delete it before this file
 * is stored. A content that was deleted in the meantime is stored again. Sorted by hash, so that two writers that share
 * contents cannot deadlock.
 */
async function storeContents(tx: SqlRunner, files: readonly PreparedFile[]): Promise<void> {
  let missing = [...contentsOf(files)].toSorted(([a], [b]) => compareCodePoints(a, b))
  while (missing.length > 0) {
    // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction run one by one
    const stored = await lockedHashes(
      tx,
      missing.map(([sha256]) => sha256),
    )
    missing = missing.filter(([sha256]) => !stored.has(sha256))
    // oxlint-disable-next-line no-await-in-loop -- as above
    for (const [sha256, content] of missing) await insertContent(tx, sha256, content)
  }
}

async function lockedHashes(tx: SqlRunner, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const stored = await tx.query(
    'select sha256 from file_contents where sha256 = any($1::text[]) order by sha256 for key share',
    [hashes],
    z.object({ sha256: z.string() }),
  )
  return new Set(stored.map(({ sha256 }) => sha256))
}

const insertContent = (tx: SqlRunner, sha256: string, content: Content) =>
  tx.query(
    'insert into file_contents (sha256, bytes) values ($1::text, $2::bytea) on conflict (sha256) do nothing',
    [sha256, content],
    NoRow,
  )

async function formerHashes(tx: SqlRunner, files: readonly PreparedFile[]): Promise<readonly string[]> {
  if (files.length === 0) return []
  const stored = await tx.query(
    `select distinct content_sha256 as sha256 from files
    where (run_id, file_id) in (select * from unnest($1::uuid[], $2::text[])) and content_sha256 is not null`,
    [files.map(({ file }) => file.run_id), files.map(({ file }) => file.file_id)],
    z.object({ sha256: z.string() }),
  )
  return stored.map(({ sha256 }) => sha256)
}
