import type { RunId } from '#contract/ids.ts'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Connection } from './keepStream.ts'
import { RunStream } from './RunStream.ts'
import { LiveTimingContext } from './timing.ts'

const RunStreamContext = createContext<RunStream | undefined>(undefined)

const NOT_FOLLOWED = createStore<Connection>()(() => ({ kind: 'paused' }))

type Props = {
  /** The open run, if any. */
  readonly run_id: RunId | undefined
  readonly children: ReactNode
}

/**
 * Follows the open run. It wraps the whole layout, because a run's node is shown beside it. Another run gets another
 * stream.
 */
export function RunLive({ run_id, children }: Props) {
  const client = useQueryClient()
  const timing = useContext(LiveTimingContext)
  const stream = useMemo(
    () => (run_id === undefined ? undefined : new RunStream(client, run_id, timing)),
    [client, run_id, timing],
  )
  useEffect(() => stream?.start(), [stream])
  return <RunStreamContext value={stream}>{children}</RunStreamContext>
}

/** The stream of a run; undefined if that run is not followed. */
export function useRunStream(run_id: RunId): RunStream | undefined {
  const stream = useContext(RunStreamContext)
  return stream?.run_id === run_id ? stream : undefined
}

/** The run that this run's data moved to, if this one is gone. */
export function useMovedTo(run_id: RunId): RunId | undefined {
  const connection = useStore(useRunStream(run_id)?.connection ?? NOT_FOLLOWED)
  return connection.kind === 'moved' ? connection.to : undefined
}

export const useConnection = (stream: RunStream): Connection => useStore(stream.connection)
