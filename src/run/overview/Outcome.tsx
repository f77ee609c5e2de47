import type { NodeId, RunId } from '#contract/ids.ts'
import type { RunRow } from '#contract/summaries.ts'
import { errorQueries, type RunError } from '#src/api/errorQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { plural } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { ALL_EVENTS } from '#src/navigation/runViewState.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { errorExcerpt } from '#src/records/events/errorExcerpt.ts'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { failureReason, type FailureReason } from './failureReason.ts'
import styles from './Outcome.module.css'

type Props = { readonly run: RunRow; readonly labels: ReadonlyMap<NodeId, string> }

/** The status of a run, and where it failed: the first cause, and the error in which it surfaced. */
export function Outcome({ run, labels }: Props) {
  return (
    <section>
      <h2>Outcome</h2>
      <p className={styles['status']}>
        <StatusMark status={run.status} size={14} />
      </p>
      {run.error_count > 0 ? (
        <Errors run={run} labels={labels} />
      ) : (
        run.status === 'failed' && <p className="dim">No event of this run tells why it failed.</p>
      )}
    </section>
  )
}

function Errors({ run, labels }: Props) {
  const query = useQuery(errorQueries.inRun(run.run_id))
  return (
    <PanelFace what="The errors of this run" query={query} skeleton={<Skeleton height={64} />}>
      {({ errors, total }) => {
        const reason = failureReason(errors)
        return reason && <Reason run={run} labels={labels} reason={reason} total={total} />
      }}
    </PanelFace>
  )
}

type ReasonProps = Props & { readonly reason: FailureReason; readonly total: number }

function Reason({ run, labels, reason: { cause, surfaced }, total }: ReasonProps) {
  const setViewState = useNavigation((state) => state.setViewState)
  const place = { run_id: run.run_id, labels }
  return (
    <>
      <div className={styles['reason']}>
        <p className={styles['because']}>
          {run.status === 'failed' ? 'Failed because of ' : 'First error: '}
          <ErrorLink {...place} error={cause} />
        </p>
        <Excerpt run_id={run.run_id} error={cause} />
        {surfaced && (
          <p className={styles['because']}>
            It surfaced in <ErrorLink {...place} error={surfaced} />
          </p>
        )}
      </div>
      {total > 1 && (
        <p>
          <TextButton onClick={() => setViewState({ events: { ...ALL_EVENTS, only: 'errors' } }, 'push', 'events')}>
            List all {plural(total, 'error')}
          </TextButton>
        </p>
      )}
    </>
  )
}

type ErrorProps = { readonly run_id: RunId; readonly error: RunError }

function ErrorLink({ run_id, labels, error }: ErrorProps & Pick<Props, 'labels'>) {
  const openEvent = useOpenEvent()
  const label = error.node_id === null ? undefined : (labels.get(error.node_id) ?? visibleText(error.node_id))
  return (
    <>
      <TextButton onClick={() => openEvent({ run_id, node_id: error.node_id, event_id: error.event_id })}>
        <bdi>{visibleText(error.headline)}</bdi>
      </TextButton>
      {label !== undefined && (
        <>
          {' '}
          in <bdi>{label}</bdi>
        </>
      )}
    </>
  )
}

/** A few lines of the message; nothing while it loads, or where the headline says it all. */
function Excerpt({ run_id, error }: ErrorProps) {
  const { data } = useQuery(runQueries.event(run_id, error.event_id))
  const message = data?.error_message
  if (!message || message.trim() === error.headline.trim()) return null
  return <pre className={styles['excerpt']}>{visibleText(errorExcerpt(message))}</pre>
}
