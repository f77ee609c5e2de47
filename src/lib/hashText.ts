/**
 * A 64-bit hash of texts in order, for cache keys: even among a million texts a collision is very unlikely. Not
 * resistant to deliberate collisions.
 */
export function hashTexts(texts: Iterable<string>): string {
  // FNV-1a twice, with different offsets and primes.
  let [a, b] = [0x811c9dc5, 0x1b873593]
  const take = (code: number) => {
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
    b ^= b >>> 13
  }
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) take(text.charCodeAt(at))
    // A separator above any code unit, so that `ab`, `c` differs from `a`, `bc`.
    take(0x10000)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}
