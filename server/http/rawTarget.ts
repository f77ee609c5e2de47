/**
 * Checks a request target as received, before any URL parser normalizes it: `/runs/a/../b` and `/runs/a/%2e%2e/b`
 * become `/runs/b`, another run, and a backslash becomes a slash. Returns why the target is refused, or undefined if it
 * is plain. `%2F` is allowed: a node id may contain a slash, and no parser resolves an encoded one.
 */
export function refusedTarget(target: string): string | undefined {
  const path = target.split('?', 1)[0] ?? ''
  if (!path.startsWith('/')) return 'must begin with a slash'
  if (path.includes('\\')) return 'must not contain a backslash'
  if (path.includes('#')) return 'must not contain a fragment'
  if (path.includes('//')) return 'must not contain an empty segment'
  for (const segment of path.split('/')) {
    const text = decode(segment)
    if (text === undefined) return 'must be percent-encoded UTF-8'
    if (text === '.' || text === '..') return 'must not contain a dot segment'
    if (text.includes('\u0000')) return 'must not contain NUL'
  }
  return undefined
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
