import { json } from '../../files/json.ts'
import type { Audit } from './Audit.ts'

export const findings = ({ ledger, month, rows, doubled, orphans, amount }: Audit) =>
  json({
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
  })
