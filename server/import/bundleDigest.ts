import type { RunBundle } from '#server/RunWriter.ts'
import { sha256 } from '#server/services/sha256.ts'

/** Part of every digest. A new number makes every import write all runs again, as is needed where rows are derived otherwise. */
const VERSION = 1

/** What two bundles have in common only if they hold the same rows, in the same order, with the same contents. */
export async function bundleDigest(bundle: RunBundle): Promise<string> {
  const files = await Promise.all(
    bundle.files.map(async ({ content, ...row }) => ({ ...row, content: content && (await sha256(content)) })),
  )
  return await sha256(JSON.stringify([VERSION, { ...bundle, files }]))
}
