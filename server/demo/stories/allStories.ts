import { aftershocks } from './aftershocks.ts'
import { battery } from './battery.ts'
import { exoplanet } from './exoplanet.ts'
import { logTriage } from './logTriage.ts'
import { protein } from './protein.ts'
import { routerEval } from './routerEval.ts'
import { sqlAudit } from './sqlAudit.ts'
import type { Story } from './Story.ts'
import { supplyChain } from './supplyChain.ts'

/** The eight stories of the runs that were planned in one step, in the order in which they take turns. */
export const STORIES: readonly [Story, ...Story[]] = [
  supplyChain,
  exoplanet,
  logTriage,
  protein,
  sqlAudit,
  battery,
  routerEval,
  aftershocks,
]
