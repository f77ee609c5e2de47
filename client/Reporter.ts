import type { List, Row } from './Outbox.ts'

/** What the reports of nodes and events need from their run. */
export type Reporter = {
  /** Adds a row, or merges it into the waiting row with the same key. */
  add(list: List, key: string, row: Row): void
  /** The order index of the next event in the run. */
  nextOrder(): number
}
