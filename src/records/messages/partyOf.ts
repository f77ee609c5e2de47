import { visibleText } from '#src/lib/visibleText.ts'

/** The displayed name of a sender or recipient; undefined if missing or blank. */
export const partyOf = (recorded: string | null): string | undefined => visibleText(recorded?.trim() ?? '') || undefined
