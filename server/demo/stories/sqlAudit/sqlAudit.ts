import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { auditOf } from './Audit.ts'
import { auditStep } from './auditStep.ts'

export const sqlAudit: Story = {
  topic: 'data audit',
  sessions: ['Ledger reconciliation', 'Month-end checks', 'Ad-hoc SQL for finance'],
  tell: (brief) => {
    const audit = auditOf(brief.random)
    const { ledger, month, doubled, orphans, amount, window } = audit
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
      step: auditStep(brief, audit),
      impasse: {
        query: 'statement timeout read replica raise',
        found: 'wiki: the replica kills statements after 60 s, no exceptions',
        idea: 'Split the month into days and add up the pairs; twins across midnight are lost, but few.',
        conclusion: `Even one day of ${ledger} times out: the index on (customer_id, booked_at) is missing on the replica. It needs a database owner.`,
      },
      ending: `${month}: every difference above 100 € is explained.`,
    }
  },
}
