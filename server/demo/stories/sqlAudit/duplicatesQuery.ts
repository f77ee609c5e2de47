import { dedent } from '../../dedent.ts'
import type { Audit } from './Audit.ts'

export const duplicatesQuery = ({ ledger, window }: Audit) => dedent`
  SELECT count(*) AS pairs, sum(a.amount_cents) / 100.0 AS amount_eur
  FROM ${ledger} a
  JOIN ${ledger} b
    ON b.customer_id = a.customer_id
   AND b.amount_cents = a.amount_cents
   AND b.order_id = a.order_id
   AND b.id > a.id
  WHERE b.booked_at - a.booked_at < INTERVAL '${window}';
  `

/** The same in one sort instead of a join. */
export const windowedQuery = ({ ledger, window }: Audit) => dedent`
  SELECT count(*) AS pairs, sum(amount_cents) / 100.0 AS amount_eur
  FROM (SELECT *, lag(booked_at) OVER w AS before, lag(order_id) OVER w AS twin
        FROM ${ledger} WINDOW w AS (PARTITION BY customer_id, amount_cents ORDER BY booked_at)) t
  WHERE booked_at - before < INTERVAL '${window}' AND order_id = twin;
  `

export const timeoutTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/run_sql.py", line 31, in <module>
      cursor.execute(statement)
  psycopg.errors.QueryCanceled: canceling statement due to statement timeout
  `
