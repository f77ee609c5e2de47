import { aftershocks } from './aftershocks/aftershocks.ts'
import { battery } from './battery/battery.ts'
import { exoplanet } from './exoplanet/exoplanet.ts'
import { logTriage } from './logTriage/logTriage.ts'
import { protein } from './protein/protein.ts'
import { routerEval } from './routerEval/routerEval.ts'
import { sqlAudit } from './sqlAudit/sqlAudit.ts'
import type { Story } from './Story.ts'
import { supplyChain } from './supplyChain/supplyChain.ts'

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
