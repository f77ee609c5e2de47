import type { RunId } from '#contract/ids.ts'
import type { RunRow } from '#contract/summaries.ts'
import { isLive } from '#contract/words.ts'
import { formatSeconds } from '#src/lib/format.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { RunStream } from '#src/live/RunStream.ts'
import { useConnection, useRunStream } from '#src/live/RunLive.tsx'
import { useNow } from '#src/ui/hooks/useNow.ts'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Radio, RotateCw, Timer, Unplug } from 'lucide-react'
import styles from './LiveMark.module.css'
import { useReadAt } from './useReadAt.ts'

type Props = { readonly run: RunRow }

/**
 * Whether the screen follows the run: immediately, every few seconds, or not at the moment. For a run that has ended,
 * only the last of these is shown.
 */
export function LiveMark({ run }: Props) {
  const stream = useRunStream(run.run_id)
  return (
    // Always rendered, so that its changes are announced.
    <span role="status" aria-label="Live updates" className={styles['place']}>
      {stream && <Mark stream={stream} isGoing={isLive(run.status)} />}
    </span>
  )
}

/**
 * The same for a dock that covers the header. Visual only: the header's mark still exists, and makes the announcements.
 */
export function CoveringLiveMark({ run_id }: { readonly run_id: RunId }) {
  const stream = useRunStream(run_id)
  const { data: run } = useQuery(runQueries.detail(run_id))
  return stream && run && <Mark stream={stream} isGoing={isLive(run.status)} />
}

function Mark({ stream, isGoing }: { readonly stream: RunStream; readonly isGoing: boolean }) {
  const connection = useConnection(stream)
  const { isRefetchError } = useQuery(runQueries.detail(stream.run_id))
  const readAt = useReadAt(stream.run_id)
  switch (connection.kind) {
    case 'live':
      return isGoing ? (
        <span
          className={styles['mark']}
          data-tone="live"
          title={`Changes to this run appear as they happen${readAt === undefined ? '' : `. The last one came at ${readAt}`}.`}
        >
          <Radio size={16} aria-hidden />
          Live
        </span>
      ) : null
    case 'reconnecting':
      return isGoing || stream.wasLive ? (
        <span
          className={styles['mark']}
          data-tone="lost"
          title={`Connection lost. This data may be out of date${since(readAt)}.`}
        >
          <RotateCw size={16} aria-hidden className="turns" />
          Reconnecting…
          <Since at={connection.since} />
        </span>
      ) : null
    case 'polling':
      if (!isGoing || isRefetchError)
        return stream.wasLive || isGoing ? (
          <span
            className={styles['mark']}
            data-tone="lost"
            title={`The server is not responding. This data may be out of date${since(readAt)}.`}
          >
            <Unplug size={16} aria-hidden />
            Connection lost
          </span>
        ) : null
      return (
        <span className={styles['mark']} title={`Live stream unavailable, polling instead${since(readAt)}`}>
          <Timer size={16} aria-hidden />
          Polling every {stream.pollSeconds} s
        </span>
      )
    case 'refused':
      return (
        <span
          className={styles['mark']}
          data-tone="lost"
          title="The server sent rows from another run, so live updates were stopped"
        >
          <CircleAlert size={16} aria-hidden />
          Live updates stopped
        </span>
      )
    case 'connecting':
    case 'paused':
    case 'moved':
      return null
  }
}

const since = (readAt: string | undefined): string => (readAt === undefined ? '' : `: read at ${readAt}`)

/** Visible, but not announced: a voice that counts seconds helps nobody. */
function Since({ at }: { readonly at: number }) {
  const now = useNow('second')
  return (
    <span className="tabular" aria-hidden>
      {formatSeconds(Math.max(0, now - at))}
    </span>
  )
}
