import type { Random } from '../../random.ts'
import { aLedger } from '../names.ts'

export type Audit = {
  readonly ledger: string
  readonly month: string
  readonly rows: number
  readonly doubled: number
  readonly orphans: number
  readonly amount: string
  /** Twins within this time are duplicates. */
  readonly window: string
}

export const auditOf = (random: Random): Audit => ({
  ledger: aLedger(random),
  month: random.pick(['2025-09', '2025-10', '2025-11', '2025-12']),
  rows: random.int(810_000, 4_300_000),
  doubled: random.int(12, 310),
  orphans: random.int(2, 44),
  amount: random.number(1800, 96_000, 2).toLocaleString('en-US', { minimumFractionDigits: 2 }),
  window: random.pick(['10 seconds', '30 seconds', '2 minutes']),
})
