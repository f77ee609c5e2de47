import { dedent } from '../../dedent.ts'
import type { Audit } from './Audit.ts'

export const report = ({ ledger, month, rows, doubled, orphans, amount }: Audit) => dedent`
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
