import type { RunId } from '#contract/ids.ts'
import type { RunIntegrity } from '#contract/integrity.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { shortId } from '#src/lib/format.ts'
import { newRun } from '#src/navigation/navigationStore.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { CopyableId } from '#src/ui/controls/CopyableId.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { titleOf } from '#src/lib/titleOf.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { useQuery } from '@tanstack/react-query'
import { FindingSections } from './FindingSections.tsx'
import { aspectRows } from './integrityRows.ts'
import { RunSkeleton } from './IntegritySkeleton.tsx'
import reportStyles from './report.module.css'
import styles from './RunReport.module.css'
import { runVerdictOf } from './verdict.ts'

/** The data problems of one run. Render it with the run's key. */
export function RunReport({ run_id }: { readonly run_id: RunId }) {
  const query = useQuery(runQueries.integrity(run_id))
  const task = useQuery(runQueries.detail(run_id)).data?.task_description?.trim()
  return (
    <div className={reportStyles['page']}>
      <title>{`Integrity of run ${shortId(run_id)} · Runlens`}</title>
      <h1>
        Integrity of run <span className="mono">{shortId(run_id)}</span>
      </h1>
      <p className={styles['places']}>
        <PlaceLink to={newRun(run_id)} className={styles['link']}>
          {task ? <bdi>{visibleText(titleOf(task))}</bdi> : 'Open run'}
        </PlaceLink>
        <CopyableId what="run id" id={run_id} />
        <PlaceLink to={{ kind: 'integrity', run_id: undefined }} className={styles['link']}>
          Report for all runs
        </PlaceLink>
      </p>
      <PanelFace what={`The findings of run ${shortId(run_id)}`} query={query} skeleton={<RunSkeleton />}>
        {(report) => <Findings report={report} />}
      </PanelFace>
    </div>
  )
}

function Findings({ report }: { readonly report: RunIntegrity }) {
  return (
    <>
      <p className={reportStyles['verdict']} role="status">
        {runVerdictOf(report)}
      </p>
      <FindingSections aspects={aspectRows(report.groups)} among="one run" />
      {report.checked && report.groups.length === 0 && (
        <Notice title="No problems found in this run.">
          <p>Every reference points to a row of this run, and no records contradict each other.</p>
        </Notice>
      )}
    </>
  )
}
