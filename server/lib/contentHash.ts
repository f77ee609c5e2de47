import { sha256 } from './sha256.ts'

const known = new WeakMap<Uint8Array, Promise<string>>()

/** The SHA-256 of a file's content, which is computed once: several steps of an import need it. */
export function contentHash(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const found = known.get(content)
  if (found) return found
  const hash = sha256(content)
  known.set(content, hash)
  return hash
}
