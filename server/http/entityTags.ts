/*
 * Entity tags (RFC 9110, 8.8.3). A weak tag identifies the content of a reply in any coding; compression changes the
 * bytes but not the tag.
 */

export const weakTag = (tag: string): string => (tag.startsWith('W/') ? tag : `W/${tag}`)

/** Whether `If-None-Match` names this reply, so that it need not be sent again. */
export function isKnownTag(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch.trim() === '*') return true
  const own = weakTag(tag)
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((known) => weakTag(known) === own)
}
