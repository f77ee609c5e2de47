import { visibleText } from '#src/lib/visibleText.ts'

/** Who sent or got a message, as it is shown; undefined where nobody was recorded, which blanks do not change. */
export const partyOf = (recorded: string | null): string | undefined => visibleText(recorded?.trim() ?? '') || undefined
