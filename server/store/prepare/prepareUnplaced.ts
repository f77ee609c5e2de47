import type { KeptRow } from '../ports/unplaced.ts'
import type { UnplacedRow } from '../ports/writer.ts'
import { checkDepth } from './checkBundle.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { sha256 } from '#server/lib/sha256.ts'
import { storableJson } from './storableText.ts'

/**
 * Unplaced rows as a store can write them: each once, texts storable, in the order of their digests, so that two writers
 * that keep the same rows wait for each other at most. Throws `JsonTooDeepError`.
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

/** Of the row as it was given, before its texts are made storable: two rows must not become one by that. */
const rowDigest = ({ old_table, row }: UnplacedRow): Promise<string> => sha256(JSON.stringify([old_table, row]))
