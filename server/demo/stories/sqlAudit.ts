import { callTool, codeFailed, delegate, handOver, note, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { deliver } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const sqlAudit: Story = {
  topic: 'data audit',
  sessions: ['Ledger reconciliation', 'Month-end checks', 'Ad-hoc SQL for finance'],
  tell,
}

type Audit = {
  readonly ledger: string
  readonly month: string
  readonly rows: number
  readonly doubled: number
  readonly orphans: number
  readonly amount: string
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const audit: Audit = {
    ledger: random.pick(['payments', 'refunds', 'payouts', 'invoices']),
    month: random.pick(['2025-09', '2025-10', '2025-11', '2025-12']),
    rows: random.int(810_000, 4_300_000),
    doubled: random.int(12, 310),
    orphans: random.int(2, 44),
    amount: random.number(1800, 96_000, 2).toLocaleString('en-US', { minimumFractionDigits: 2 }),
  }
  const { ledger, month, rows, doubled, orphans, amount } = audit
  const output = ` pairs | amount_eur\n-------+-----------\n ${String(doubled).padStart(5)} | ${amount.padStart(10)}\n(1 row)\n`
  const window = random.pick(['10 seconds', '30 seconds', '2 minutes'])
  const query = duplicatesQuery(ledger, window)
  return {
    task: `Audit the ${ledger} ledger of ${month}: duplicates, orphans, totals against the bank export. Explain every difference above 100 €.`,
    plan: dedent`
      ## Audit of ${ledger}, ${month}

      1. Row counts and totals by day, ledger against bank
      2. **Duplicates**: same customer, same amount, within ${window}
      3. **Orphans**: rows that name no customer or no order
      4. Explain each difference above 100 €
      5. Findings as JSON for the ledger team, a page for finance

      Read-only role; every statement has a timeout of 60 s.
      `,
    agent: 'analyst',
    assignment: `Find what keeps ${ledger} and the bank apart in ${month}`,
    result: `${doubled} duplicated rows (${amount} €) and ${orphans} orphans explain the whole difference`,
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
    smooth: [
      runCode('sql', query, output, random.int(14, 40)),
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
      failed: codeFailed(
        'sql',
        query,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/run_sql.py", line 31, in <module>
            cursor.execute(statement)
        psycopg.errors.QueryCanceled: canceling statement due to statement timeout
        `,
        60.1,
      ),
      diagnosis: think(
        model,
        'The self-join ran into the timeout. Make it cheap.',
        `A join of ${rows.toLocaleString('en-US')} rows with themselves is quadratic within a customer. lag() over (customer, amount, time) needs one sort.`,
        4.8,
        4100,
      ),
      retried: runCode(
        'sql',
        dedent`
        SELECT count(*) AS pairs, sum(amount_cents) / 100.0 AS amount_eur
        FROM (SELECT *, lag(booked_at) OVER w AS before, lag(order_id) OVER w AS twin
              FROM ${ledger} WINDOW w AS (PARTITION BY customer_id, amount_cents ORDER BY booked_at)) t
        WHERE booked_at - before < INTERVAL '${window}' AND order_id = twin;
        `,
        output,
        random.int(9, 19),
      ),
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
        () => ({ path: 'output/findings.json', type: 'data', content: findings(audit) }),
        `Findings: ${doubled} duplicates, ${orphans} orphans`,
      ),
      handOver('reviewer', 'check the refund list before finance gets it'),
      deliver(
        brief,
        () => ({ path: 'output/report.md', type: 'report', content: report(audit) }),
        `Audit of ${ledger}: ${amount} € booked twice`,
      ),
    ],
    impasse: {
      query: 'statement timeout read replica raise',
      found: 'wiki: the replica kills statements after 60 s, no exceptions',
      idea: 'Split the month into days and add up the pairs; twins across midnight are lost, but few.',
      conclusion: `Even one day of ${ledger} times out: the index on (customer_id, booked_at) is missing on the replica. It needs a database owner.`,
    },
    ending: `${month}: every difference above 100 € is explained.`,
  }
}

const duplicatesQuery = (ledger: string, window: string) => dedent`
  SELECT count(*) AS pairs, sum(a.amount_cents) / 100.0 AS amount_eur
  FROM ${ledger} a
  JOIN ${ledger} b
    ON b.customer_id = a.customer_id
   AND b.amount_cents = a.amount_cents
   AND b.order_id = a.order_id
   AND b.id > a.id
  WHERE b.booked_at - a.booked_at < INTERVAL '${window}';
  `

const findings = ({ ledger, month, rows, doubled, orphans, amount }: Audit) =>
  `${JSON.stringify(
    {
      ledger,
      month,
      rows_checked: rows,
      findings: [
        {
          kind: 'duplicate',
          rows: doubled,
          amount_eur: amount,
          cause: 'retry without idempotency key',
          action: 'refund',
        },
        { kind: 'orphan', rows: orphans, cause: 'customer merge left the ledger alone', action: 'repoint' },
      ],
      unexplained_eur: 0,
    },
    null,
    2,
  )}\n`

const report = ({ ledger, month, rows, doubled, orphans, amount }: Audit) => dedent`
  # Audit: ${ledger}, ${month}

  ${rows.toLocaleString('en-US')} rows were compared with the bank export. Two causes explain the whole difference.

  | finding | rows | amount | action |
  |---|---:|---:|---|
  | booked twice | ${doubled} | ${amount} € | refund, list attached |
  | orphaned | ${orphans} | 0.00 € | point at the merged customer |

  ## Why rows were booked twice

  The API retries a request up to three times, and the idempotency key is *optional*. Clients that
  leave it out are booked again when the first answer is lost.

  \`\`\`sql
  ALTER TABLE ${ledger} ADD CONSTRAINT one_booking UNIQUE (order_id, amount_cents);
  \`\`\`

  ## Next

  1. Refund the twins
  2. Make the idempotency key mandatory
  3. Repeat this audit next month, it takes five minutes
  `
