import type { CardId } from './layout/GraphLayout.ts'
import type { TieData } from './model/tieData.ts'

/** What is mounted over a painted picture: cards, and lines with tags. */
export type Near = { readonly cards: ReadonlySet<CardId>; readonly ties: readonly TieData[] }

export const NOTHING_NEAR: Near = { cards: new Set(), ties: [] }
