/** Content codings, best first. */
export type Coding = 'zstd' | 'br' | 'gzip'

/**
 * The coding that a client prefers among those offered (RFC 9110, 12.5.3); on a tie, the first. Undefined if the body
 * should be sent uncompressed: the client sends no preference, accepts none of them, or prefers identity.
 */
export function acceptedCoding<Offered extends Coding>(
  header: string | null,
  offered: readonly Offered[],
): Offered | undefined {
  const weights = weightsIn(header ?? '')
  const any = weights.get('*')
  let best: { readonly coding: Offered; readonly weight: number } | undefined
  for (const coding of offered) {
    const weight = weights.get(coding) ?? any ?? 0
    if (weight > (best?.weight ?? 0)) best = { coding, weight }
  }
  // A client that does not name identity accepts it, but prefers what it names.
  return best && best.weight >= (weights.get('identity') ?? 0) ? best.coding : undefined
}

function weightsIn(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim())
    const given = parameters.find((parameter) => /^q\s*=/.test(parameter))
    const weight = given === undefined ? 1 : Number(given.replace(/^q\s*=\s*/, ''))
    // Older programs call gzip `x-gzip`.
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, weight >= 0 && weight <= 1 ? weight : 0)
  }
  return weights
}
