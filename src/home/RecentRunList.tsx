import type { RunRow } from '#contract/summaries.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { newRun } from '#src/navigation/navigationStore.ts'
import { runTitle } from '#src/lib/runTitle.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import styles from './RecentRunList.module.css'

type Props = { readonly runs: readonly RunRow[]; readonly label: string }

/** A few runs, each a link. */
export function RecentRunList({ runs, label }: Props) {
  return (
    <ul className={styles['list']} aria-label={label}>
      {runs.map((run) => (
        <li key={run.run_id} className={styles['row']}>
          <StatusMark status={run.status} wordless />
          <PlaceLink to={newRun(run.run_id)} className={styles['title']}>
            <bdi>{runTitle(run)}</bdi>
          </PlaceLink>
          <Moment at={run.started_at} />
        </li>
      ))}
    </ul>
  )
}
