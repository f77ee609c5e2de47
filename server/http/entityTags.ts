/*
 * Entity tags (RFC 9110, 8.8.3). One that is weak stands for what a reply says, in whatever coding: what is packed on the way
 * is other bytes of the same.
 */

export const weakTag = (tag: string): string => (tag.startsWith('W/') ? tag : `W/${tag}`)

/** Whether `If-None-Match` names this very reply, so that it need not be sent again. */
export function isKnownTag(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch.trim() === '*') return true
  const own = weakTag(tag)
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((known) => weakTag(known) === own)
}
