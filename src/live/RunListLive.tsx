import type { RunId } from '#contract/ids.ts'
import { plural } from '#src/lib/format.ts'
import { hashKey, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { RunListStream } from './RunListStream.ts'
import { LiveTimingContext } from './timing.ts'

const RunListStreamContext = createContext<RunListStream | undefined>(undefined)

/** Follows the run list as long as the app is open, whether or not the list is visible. */
export function RunListLive({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const timing = useContext(LiveTimingContext)
  const [stream] = useState(() => new RunListStream(client, timing))
  useEffect(() => stream.start(), [stream])
  return <RunListStreamContext value={stream}>{children}</RunListStreamContext>
}

const NONE = createStore<ReadonlyMap<string, ReadonlySet<RunId>>>()(() => new Map())

/** The number of new runs waiting to be shown at the top of a list, and a callback for its scroll position. */
export function useNewRuns(queryKey: QueryKey) {
  const stream = useContext(RunListStreamContext)
  const waiting = useStore(stream?.waiting ?? NONE, (all) => all.get(hashKey(queryKey)))
  return {
    words: waiting && (waiting.size > 0 ? plural(waiting.size, 'new run') : 'Runs may have changed'),
    onShow: () => stream?.show(),
    onAway: (isAway: boolean) => stream?.setAway(isAway),
  }
}
