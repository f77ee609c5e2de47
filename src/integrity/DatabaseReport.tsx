import type { IntegrityReport } from '#contract/integrity.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { formatCount } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { useQuery } from '@tanstack/react-query'
import { FindingSections } from './FindingSections.tsx'
import { aspectRows, factRows } from './integrityRows.ts'
import { IntegritySkeleton } from './IntegritySkeleton.tsx'
import reportStyles from './report.module.css'
import styles from './DatabaseReport.module.css'
import { ReusedIds } from './ReusedIds.tsx'
import { pendingInWords, verdictOf } from './verdict.ts'

/** The contents of the database, reused ids, and data problems. */
export function DatabaseReport() {
  const query = useQuery(globalQueries.integrity())
  return (
    <div className={reportStyles['page']}>
      <title>Integrity · Runlens</title>
      <h1>Integrity</h1>
      <PanelFace what="The integrity report" query={query} skeleton={<IntegritySkeleton />}>
        {(report) => <Report report={report} />}
      </PanelFace>
    </div>
  )
}

function Report({ report }: { readonly report: IntegrityReport }) {
  const pending = pendingInWords(report.runs_pending)
  return (
    <>
      <p className={reportStyles['verdict']}>{verdictOf(report)}</p>
      <p className={styles['quiet']} role="status">
        {pending}
      </p>
      <Facts report={report} />
      <ReusedIds reused={report.reused_ids} />
      {report.groups.length > 0 && <FindingSections aspects={aspectRows(report.groups)} among="many runs" />}
      {report.groups.length === 0 && pending === undefined && <NoFindings runs={report.counts.runs} />}
    </>
  )
}

const NoFindings = ({ runs }: { readonly runs: number }) =>
  runs === 0 ? (
    <Notice title="No runs to check yet.">
      <p>New runs are checked as they arrive.</p>
    </Notice>
  ) : (
    <Notice title="No problems found.">
      <p>
        All runs were checked. Every reference points to a row of its own run, and no records contradict each other.
      </p>
    </Notice>
  )

function Facts({ report }: { readonly report: IntegrityReport }) {
  return (
    <dl className={styles['facts']}>
      {factRows(report).map(({ name, count, detail }) => (
        <div key={name} className={styles['fact']}>
          <dt>{name}</dt>
          <dd>
            <span className={styles['number']}>{formatCount(count)}</span>
            {detail !== undefined && <span className={styles['detail']}>{detail}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
