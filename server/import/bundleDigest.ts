import { type RunBundle, type TextsOfEvents } from '#server/store/ports/writer.ts'
import { eventTexts, wholeText } from '#server/store/prepare/deriveEvent.ts'
import { contentHash } from '#server/lib/contentHash.ts'
import { sha256 } from '#server/lib/sha256.ts'

/**
 * Part of every digest. Increment it to make imports write all runs again, for example when derived columns change.
 */
const VERSION = 3

/** A digest that is equal only for bundles with the same rows in the same order and with the same contents. */
export async function bundleDigest({ events, ...bundle }: RunBundle, texts: TextsOfEvents): Promise<string> {
  const files = await Promise.all(
    bundle.files.map(async ({ content, ...row }) => ({ ...row, content: content && (await contentHash(content)) })),
  )
  // One JSON text per line, four lines per event.
  const lines = [JSON.stringify([VERSION, { ...bundle, files }])]
  for (const event of events) lines.push(wholeText(texts.get(event) ?? eventTexts(event)))
  return await sha256(lines.join('\n'))
}
