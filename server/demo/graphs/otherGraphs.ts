import type { RunDraft } from '../drafts.ts'
import type { Random } from '../random.ts'
import { bridge } from './bridge.ts'
import { churn } from './churn.ts'
import { crops } from './crops.ts'
import { grant } from './grant.ts'
import { literature } from './literature.ts'

/** Five more runs with UUID nodes: one in each state that a reader has to tell apart. */
export const otherGraphs = (random: Random): readonly RunDraft[] => [
  bridge(random.for('bridge')),
  crops(random.for('crops')),
  churn(random.for('churn')),
  grant(random.for('grant')),
  literature(random.for('literature')),
]
