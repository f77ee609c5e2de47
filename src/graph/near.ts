import type { CardId } from './layout/GraphLayout.ts'
import type { TieData } from './model/tieData.ts'

/** What is mounted of a picture that is painted: cards, and lines on which something stands. */
export type Near = { readonly cards: ReadonlySet<CardId>; readonly ties: readonly TieData[] }

export const NOTHING_NEAR: Near = { cards: new Set(), ties: [] }
