import type { RunRow } from '#contract/summaries.ts'
import { millisecondsBetween } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import { GLOBAL_KEY, runKey } from '#src/api/keys.ts'
import { classNames } from '#src/lib/classNames.ts'
import { formatDuration, plural, spoken } from '#src/lib/format.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { CopyableId } from '#src/ui/CopyableId.tsx'
import { Moment } from '#src/ui/Moment.tsx'
import { StatusMark } from '#src/ui/StatusMark.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core'
import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './RunHeader.module.css'

/** What is known of a run as a whole, in two lines. */
export function RunHeader({ run }: { readonly run: RunRow }) {
  const openRun = useNavigation((state) => state.openRun)
  const parent = run.parent_run_id
  return (
    <header className={styles['header']}>
      <div className={styles['line']}>
        <StatusMark status={run.status} size={16} />
        <h1 className={styles['title']} title={run.task_description ?? undefined}>
          <bdi>{visibleText(run.task_description?.trim() || 'Run without a task description')}</bdi>
        </h1>
        <Refresh run_id={run.run_id} />
      </div>
      <dl className={styles['facts']}>
        <Fact name="Run">
          <CopyableId what="run id" id={run.run_id} />
        </Fact>
        <Fact name="Started">
          <Moment at={run.started_at} form="minute" />
        </Fact>
        <Fact name="Duration">
          <span className="tabular">{tookOf(run)}</span>
        </Fact>
        {run.agent !== null && <TextFact name="Agent" text={run.agent} />}
        {run.session_name !== null && <TextFact name="Session" text={run.session_name} />}
        {parent !== null && (
          <Fact name="Branch of">
            <UnstyledButton className={styles['parent'] ?? ''} onClick={() => openRun(parent)}>
              {parent.slice(0, 8)}
            </UnstyledButton>
          </Fact>
        )}
      </dl>
      <dl className={styles['facts']}>
        <Fact name="Holds">
          <span className="tabular">
            {plural(run.node_count, 'node')}, {plural(run.event_count, 'event')}
            {run.error_count > 0 && (
              <>
                , <strong className={styles['errors']}>{plural(run.error_count, 'error')}</strong>
              </>
            )}
            , {plural(run.file_count, 'file')}, {plural(run.message_count, 'message')}
          </span>
        </Fact>
        {run.mode !== null && <TextFact name="Mode" text={spoken(run.mode)} />}
        {run.model !== null && <TextFact name="Model" text={run.model} />}
      </dl>
    </header>
  )
}

function tookOf(run: RunRow): string {
  if (run.started_at !== null && run.completed_at !== null) {
    return formatDuration(millisecondsBetween(run.started_at, run.completed_at))
  }
  return isLive(run.status) ? 'not finished' : 'not recorded'
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Words of a writer's own, which may be of any length: they give way to the rest, and are whole on hover. */
function TextFact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className={classNames(styles['fact'], styles['yielding'])} title={`${name}: ${text}`}>
      <dt>{name}</dt>
      <dd className="ellipsis">
        <bdi>{visibleText(text)}</bdi>
      </dd>
    </div>
  )
}

function Refresh({ run_id }: Pick<RunRow, 'run_id'>) {
  const client = useQueryClient()
  const isFetching = useIsFetching({ queryKey: runKey(run_id) }) > 0
  const refresh = () => {
    void client.invalidateQueries({
      queryKey: runKey(run_id),
      // A layout follows from the topology alone; only what the server holds can have changed.
      predicate: ({ queryKey }) => !queryKey.includes('layout'),
    })
    void client.invalidateQueries({ queryKey: GLOBAL_KEY })
  }
  return (
    <Tooltip label="Read this run again" openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label="Read this run again" onClick={refresh}>
        <RefreshCw size={15} aria-hidden className={isFetching ? 'turns' : undefined} />
      </ActionIcon>
    </Tooltip>
  )
}
