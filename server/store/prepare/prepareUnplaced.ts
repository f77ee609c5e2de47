import type { KeptRow } from '../ports/unplaced.ts'
import type { UnplacedRow } from '../ports/writer.ts'
import { checkDepth } from './checkBundle.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { sha256 } from '#server/lib/sha256.ts'
import { storableJson } from './storableText.ts'

/**
 * Unplaced rows as a store can write them: deduplicated, texts storable, sorted by digest, so that two writers of the
 * same rows lock them in the same order and cannot deadlock. Throws `JsonTooDeepError`.
 */
export async function prepareUnplaced(rows: readonly UnplacedRow[]): Promise<readonly KeptRow[]> {
  const kept = await Promise.all(
    rows.map(async (given) => {
      checkDepth(`${given.old_table} ${JSON.stringify(given.old_key)}`, given.row)
      return { row_digest: await rowDigest(given), ...storableJson(given) }
    }),
  )
  const byDigest = new Map(kept.map((row) => [row.row_digest, row]))
  return [...byDigest.values()].sort((a, b) => compareCodePoints(a.row_digest, b.row_digest))
}

/** Hashes the row as given, before its texts are made storable, because that could make two different rows equal. */
const rowDigest = ({ old_table, row }: UnplacedRow): Promise<string> => sha256(JSON.stringify([old_table, row]))
