import type * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/**
 * For totals over all runs, which in a large database take longer than the time limit of a read. A statement in a
 * transaction has the time limit of a write.
 */
export const queryWithWriteTimeout = <Row extends z.core.$ZodType>(
  sql: Sql,
  text: string,
  row: Row,
): Promise<readonly z.output<Row>[]> => sql.transaction((tx) => tx.query(text, [], row))
