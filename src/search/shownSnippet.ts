import type { Snippet } from '#contract/search.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** Characters before the match that a line of the panel has room for, so that the match itself is always in view. */
const BEFORE_MAX = 32

/** A snippet as it stands on one line: nothing in it acts on the screen, blanks are single, and the match comes early. */
export function shownSnippet({ before, match, after }: Snippet): Snippet {
  const lead = oneLine(before)
  return {
    before: lead.length > BEFORE_MAX ? `…${lead.slice(-BEFORE_MAX).toWellFormed()}` : lead,
    match: oneLine(match),
    after: oneLine(after),
  }
}

const oneLine = (text: string): string => visibleText(text).replaceAll(/\s+/g, ' ')
