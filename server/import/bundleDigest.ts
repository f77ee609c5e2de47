import { type RunBundle, type TextsOfEvents } from '#server/store/ports/writer.ts'
import { eventTexts, wholeText } from '#server/store/prepare/deriveEvent.ts'
import { sha256 } from '#server/lib/sha256.ts'

/** Part of every digest. A new number makes every import write all runs again, as is needed where rows are derived otherwise. */
const VERSION = 3

/** What two bundles have in common only if they hold the same rows, in the same order, with the same contents. */
export async function bundleDigest({ events, ...bundle }: RunBundle, texts: TextsOfEvents): Promise<string> {
  const files = await Promise.all(
    bundle.files.map(async ({ content, ...row }) => ({ ...row, content: content && (await sha256(content)) })),
  )
  // One JSON text a line, four lines an event.
  const lines = [JSON.stringify([VERSION, { ...bundle, files }])]
  for (const event of events) lines.push(wholeText(texts.get(event) ?? eventTexts(event)))
  return await sha256(lines.join('\n'))
}
