import type { DagReply } from '#contract/scoped.ts'
import type { NodeId } from '#contract/ids.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { hashKey, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Size, Topology } from './GraphLayout.ts'
import { layoutQuery, type LaidOut } from './layoutQueries.ts'
import { LIKELY_FOLDED } from './pictureKeys.ts'

type Layout =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'laid out'; readonly laidOut: LaidOut }
  | { readonly kind: 'failed'; readonly why: string; readonly retry: () => void }

/** Placeholder for a canvas of unknown size; nothing is laid out for it. */
const UNKNOWN: Size = { width: 1, height: 1 }

/**
 * The latest picture of a run's graph. While the graph grows, its canvas changes or other nodes are folded, the
 * previous layout stays until the next is done, and only then is another requested: a graph that grows faster than it
 * can be laid out would otherwise never get a picture. Use under the run's key, because its state belongs to that run.
 */
export function useLaidOut(
  dag: DagReply,
  source: Topology<NodeId>,
  { direction: inLink, fold, opened, folded }: GraphViewState,
  selected: NodeId | undefined,
  known: Size | undefined,
): Layout {
  const preferred = usePreferences((state) => state.direction)
  const direction = inLink ?? preferred
  const canvas = known ?? UNKNOWN
  const [former, setFormer] = useState<LaidOut>()
  const [mayFold, setMayFold] = useState(dag.nodes.length > LIKELY_FOLDED)
  const now = useMemo(
    () => layoutQuery(dag, source, { direction, canvas, fold, opened, folded }, selected, former, mayFold),
    [dag, source, direction, canvas, fold, opened, folded, selected, former, mayFold],
  )
  const [asked, setAsked] = useState(now)
  // How far to fold depends on the first canvas, so wait until its size is known.
  const [isAsked, setIsAsked] = useState(known !== undefined)
  if (known && !isAsked) {
    setIsAsked(true)
    setAsked(now)
  }
  const { data, error, refetch } = useQuery({ ...asked, enabled: isAsked })
  if (data && data !== former) {
    setFormer(data)
    if (data.picture.groups.some(({ isFolded }) => isFolded)) setMayFold(true)
  }
  // Keep the same question object: an answer refers to the order of the nodes that it was asked with. The next question
  // depends on the previous picture, so wait for this one first.
  else if ((data ?? error) && hashKey(asked.queryKey) !== hashKey(now.queryKey)) setAsked(now)
  const laidOut = data ?? former
  if (laidOut) return { kind: 'laid out', laidOut }
  if (error) return { kind: 'failed', why: error.message, retry: () => void refetch() }
  return { kind: 'waiting' }
}
