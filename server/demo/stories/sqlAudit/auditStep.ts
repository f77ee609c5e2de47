import { callTool, delegate, handOver, note, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import type { Audit } from './Audit.ts'
import { duplicatesQuery, timeoutTraceback, windowedQuery } from './duplicatesQuery.ts'
import { findings } from './findings.ts'
import { report } from './report.ts'

export function auditStep(brief: Brief, audit: Audit): Step {
  const { random, model } = brief
  const { ledger, month, rows, doubled, orphans, amount, window } = audit
  const output = ` pairs | amount_eur\n-------+-----------\n ${String(doubled).padStart(5)} | ${amount.padStart(10)}\n(1 row)\n`
  return {
    begin: [
      callTool(
        'sql.schema',
        { tables: `${ledger}, bank_export, customers` },
        { tables: 3, indexes: random.int(5, 11), read_only: true },
        1.2,
      ),
      runCode(
        'sql',
        dedent`
        SELECT count(*), sum(amount_cents) / 100.0 AS eur
        FROM ${ledger}
        WHERE date_trunc('month', booked_at) = DATE '${month}-01';
        `,
        ` count   | eur\n---------+--------------\n ${rows} | ${random.int(30, 190)}${random.int(100_000, 999_999)}.${random.int(10, 99)}\n`,
        5.9,
      ),
      runCode(
        'sql',
        dedent`
        SELECT day, l.eur - b.eur AS difference
        FROM ledger_by_day l JOIN bank_by_day b USING (day)
        WHERE abs(l.eur - b.eur) > 100 ORDER BY 2 DESC;
        `,
        ` day        | difference\n------------+-----------\n ${month}-${random.int(10, 14)} | ${random.number(900, 9000, 2)}\n ${month}-${random.int(20, 28)} | ${random.number(300, 2900, 2)}\n`,
        8.3,
      ),
      think(
        model,
        'Two days differ. Duplicates, time zones or fees?',
        `Fees would differ on every day, a time zone would move sums between neighbours. Two isolated days look like retried requests: I look for twins within ${window}.`,
        4.0,
        3000,
      ),
      callTool(
        'changes.search',
        { system: `${ledger}-api`, month },
        { changes: 4, notable: 'retry policy 3x, idempotency key optional' },
        1.4,
      ),
    ],
    attempt: { language: 'sql', code: duplicatesQuery(audit), output, seconds: random.int(14, 40) },
    check: [
      callTool(
        'sql.explain',
        { statement: 'duplicates', analyze: true },
        { plan: 'Merge Join', rows: doubled, ms: random.int(9000, 31_000) },
        2.0,
      ),
      think(
        model,
        `Are ${doubled} twins duplicates or honest repeats?`,
        'Honest repeats have their own order id. These share it, and the second row came from the retry worker: duplicates.',
        4.5,
        3700,
      ),
    ],
    trouble: {
      failed: { traceback: timeoutTraceback, seconds: 60.1 },
      diagnosis: think(
        model,
        'The self-join ran into the timeout. Make it cheap.',
        `A join of ${rows.toLocaleString('en-US')} rows with themselves is quadratic within a customer. lag() over (customer, amount, time) needs one sort.`,
        4.8,
        4100,
      ),
      mended: {
        code: windowedQuery(audit),
        seconds: random.int(9, 19),
      },
    },
    finish: [
      delegate(
        'engineer',
        'Find the orphans and say where they come from',
        `${orphans} rows name customers that were merged; the merge did not touch ${ledger}`,
        [
          runCode(
            'sql',
            dedent`
            SELECT count(*) FROM ${ledger} l
            LEFT JOIN customers c ON c.id = l.customer_id
            WHERE c.id IS NULL;
            `,
            ` count\n-------\n ${String(orphans).padStart(5)}\n`,
            4.4,
          ),
          optional(
            callTool(
              'changes.search',
              { system: 'customer-merge', ids: orphans },
              { explained: orphans, job: `merge-${month}` },
              1.9,
            ),
          ),
        ],
      ),
      optional(note('sum of findings equals the difference with the bank to the cent')),
      deliver(
        brief,
        'data',
        'output/findings.json',
        () => findings(audit),
        `Findings: ${doubled} duplicates, ${orphans} orphans`,
      ),
      handOver('reviewer', 'check the refund list before finance gets it'),
      deliver(brief, 'report', 'output/report.md', () => report(audit), `Audit of ${ledger}: ${amount} € booked twice`),
    ],
  }
}
