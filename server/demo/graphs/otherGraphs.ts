import type { RunDraft } from '../drafts.ts'
import type { Random } from '../random.ts'
import { bridge } from './bridge.ts'
import { churn } from './churn.ts'
import { crops } from './crops.ts'
import { graph } from './graph.ts'
import { grant } from './grant.ts'
import { literature } from './literature.ts'

/** Five more runs with UUID nodes: one in each state that a reader has to tell apart. */
export const otherGraphs = (random: Random): readonly RunDraft[] =>
  Object.entries({ bridge, crops, churn, grant, literature }).map(([name, sketch]) => graph(random.for(name), sketch))
