import type { RunId } from '#contract/ids.ts'
import { DatabaseReport } from './DatabaseReport.tsx'
import { RunReport } from './RunReport.tsx'

/** The integrity report of all runs, or of one. */
export const IntegrityPage = ({ run_id }: { readonly run_id: RunId | undefined }) =>
  run_id === undefined ? <DatabaseReport /> : <RunReport key={run_id} run_id={run_id} />
