import type { DagReply } from '#contract/scoped.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { hashKey, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { chooseDirection } from './chooseDirection.ts'
import type { Topology } from './GraphLayout.ts'
import { layoutQuery, type LaidOut } from './layoutQueries.ts'

/**
 * The latest layout of a run's graph; undefined only until the first one is there. While a graph grows, the former layout
 * stands until the next is done, and the next is asked for only then: a graph that grows faster than it can be laid out
 * would otherwise never be. To be used under the run's key, since what it remembers is that run's.
 */
export function useLaidOut(dag: DagReply, topology: Topology): LaidOut | undefined {
  const wanted = usePreferences((state) => state.direction)
  const direction = useMemo(() => (wanted === 'auto' ? chooseDirection(topology) : wanted), [wanted, topology])
  const now = useMemo(() => layoutQuery(dag, topology, direction), [dag, topology, direction])
  const [asked, setAsked] = useState(now)
  const [former, setFormer] = useState<LaidOut>()
  const { data } = useQuery(asked)
  if (data && data !== former) setFormer(data)
  // The same question asked again stays as it is: an answer goes by the order of the nodes that it was asked with.
  if (data && hashKey(asked.queryKey) !== hashKey(now.queryKey)) setAsked(now)
  return data ?? former
}
