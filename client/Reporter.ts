import type { List, Row } from './Outbox.ts'

/** What a report of a part of a run needs of the whole. */
export type Reporter = {
  /** Adds a row, or to the row of the key. */
  add(list: List, key: string, row: Row): void
  /** The place of the next event in the run. */
  nextOrder(): number
}
