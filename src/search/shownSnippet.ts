import type { Snippet } from '#contract/search.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** Maximum characters before the match, so that the match is always visible on the line. */
const BEFORE_MAX = 32

/**
 * A snippet for one line: control characters are made harmless, whitespace is collapsed, and the match comes early.
 */
export function shownSnippet({ before, match, after }: Snippet): Snippet {
  const lead = oneLine(before)
  return {
    before: lead.length > BEFORE_MAX ? `…${lead.slice(-BEFORE_MAX).toWellFormed()}` : lead,
    match: oneLine(match),
    after: oneLine(after),
  }
}

const oneLine = (text: string): string => visibleText(text).replaceAll(/\s+/g, ' ')
