import type * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/**
 * For what is added up from all runs, which takes longer in a large database than a page may wait for its rows: a
 * statement of a transaction may take as long as a write.
 */
export const queryWithWriteTimeout = <Row extends z.core.$ZodType>(
  sql: Sql,
  text: string,
  row: Row,
): Promise<readonly z.output<Row>[]> => sql.transaction((tx) => tx.query(text, [], row))
