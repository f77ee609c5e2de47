import type { RunRow } from '#contract/summaries.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { FindingMark } from '#src/ui/controls/FindingMark.tsx'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { useNow } from '#src/ui/hooks/useNow.ts'
import { runWords } from './runWords.ts'
import styles from './listItem.module.css'

/** In pixels; `listItem.module.css` has four lines for it, two of them for the title. */
export const RUN_ROW_HEIGHT = 84

/** A run as its title, which may take two lines, and two lines of figures. */
export function RunListItem({ run }: { readonly run: RunRow }) {
  const words = runWords(run, useNow())
  return (
    <>
      <span className={styles['twoLines']} title={run.task_description ? words.title : run.run_id}>
        <span className={styles['wrapped']}>{words.title}</span>
      </span>
      <span className={styles['line']}>
        <StatusMark status={run.status} size={13} />
        {words.duration !== undefined && <span className={styles['aside']}>{words.duration}</span>}
        <span className={styles['end']}>
          <ErrorChip count={run.error_count} />
          <Moment at={run.started_at} />
        </span>
      </span>
      <span className={styles['line']}>
        <span className={styles['fill']} title={words.madeBy}>
          {words.madeBy}
        </span>
        <FindingMark count={run.finding_count} />
        <span className={styles['aside']}>{words.counts}</span>
      </span>
    </>
  )
}
