import type { RunRow } from '#contract/summaries.ts'
import { plural, spoken } from '#src/lib/format.ts'
import { titleOf } from '#src/lib/titleOf.ts'
import { ALL_EVENTS } from '#src/navigation/runViewState.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { RunSearch } from '#src/search/RunSearch.tsx'
import { CopyableId } from '#src/ui/controls/CopyableId.tsx'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { UnstyledButton } from '@mantine/core'
import { Fact, TextFact } from './Fact.tsx'
import { FactLink } from './FactLink.tsx'
import { LiveMark } from './LiveMark.tsx'
import { RefreshRun } from './RefreshRun.tsx'
import { RunDuration } from './RunDuration.tsx'
import styles from './RunHeader.module.css'
import { ShareRun } from './ShareRun.tsx'
import { RunCost, RunProgress } from './RunProgress.tsx'
import { WholeTask } from './WholeTask.tsx'

/** A summary of a run in two lines. */
export function RunHeader({ run }: { readonly run: RunRow }) {
  const openRun = useNavigation((state) => state.openRun)
  const setViewState = useNavigation((state) => state.setViewState)
  const parent = run.parent_run_id
  const task = run.task_description?.trim() ?? ''
  return (
    <header className={styles['header']}>
      <div className={styles['line']}>
        <StatusMark status={run.status} size={16} />
        <h1 dir="auto" className={styles['title']} title={task === '' ? undefined : titleOf(task)}>
          {visibleText(titleOf(task) || 'Run without a task')}
        </h1>
        <LiveMark run={run} />
        <ShareRun />
        <RefreshRun run_id={run.run_id} />
      </div>
      <RunSearch run_id={run.run_id} />
      <WholeTask task={task} />
      <dl className={styles['facts']}>
        <Fact name="Run">
          <CopyableId what="run id" id={run.run_id} />
        </Fact>
        <Fact name="Started">
          <Moment at={run.started_at} form="minute" />
        </Fact>
        <Fact name="Duration">
          <RunDuration run={run} />
        </Fact>
        {run.agent !== null && <FactLink name="Agent" text={run.agent} filter={{ agent: run.agent }} />}
        {run.session_name !== null && (
          <FactLink name="Session" text={run.session_name} filter={{ session_id: run.session_id }} />
        )}
        {parent !== null && (
          <Fact name="Parent run">
            <UnstyledButton className={styles['parent'] ?? ''} onClick={() => openRun(parent)}>
              {parent.slice(0, 8)}
            </UnstyledButton>
          </Fact>
        )}
      </dl>
      <dl className={styles['facts']}>
        <Fact name="Progress">
          <RunProgress run_id={run.run_id} />
        </Fact>
        {run.error_count > 0 && (
          <Fact name="Errors">
            <UnstyledButton
              className={styles['errors'] ?? ''}
              title="List only the errors of this run"
              onClick={() => setViewState({ events: { ...ALL_EVENTS, only: 'errors' } }, 'push', 'events')}
            >
              {plural(run.error_count, 'error')}
            </UnstyledButton>
          </Fact>
        )}
        {run.finding_count !== null && run.finding_count > 0 && (
          <Fact name="Integrity">
            <PlaceLink
              to={{ kind: 'integrity', run_id: run.run_id }}
              className={styles['findings']}
              title="Data problems: mixed rows, broken references, contradictions"
            >
              {plural(run.finding_count, 'finding')}
            </PlaceLink>
          </Fact>
        )}
        <RunCost run_id={run.run_id} />
        {run.mode !== null && <TextFact name="Mode" text={spoken(run.mode)} />}
        {run.model !== null && <FactLink name="Model" text={run.model} filter={{ q: run.model.slice(0, 200) }} />}
      </dl>
    </header>
  )
}
