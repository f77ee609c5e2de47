import type { EventId, RunId } from '#contract/ids.ts'
import { type QueryKey, hashKey } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { countNews, newsInWords, type EventNews } from './eventNews.ts'
import { useRunStream } from './RunLive.tsx'

/** The text about events that a list does not show yet, and the action to show them. */
export type OfferedNews = { readonly words: string | undefined; readonly onShow: () => void }

type Shown = {
  readonly run_id: RunId
  /** The list's query key. */
  readonly queryKey: QueryKey
  /** The events in the list. */
  readonly held: readonly EventId[]
  /** How many events the list is shorter than the known count of its run or node. */
  readonly behind: number
}

const NOTHING = createStore<ReadonlyMap<string, EventNews>>()(() => new Map())

export function useEventNews({ run_id, queryKey, held, behind }: Shown): OfferedNews {
  const stream = useRunStream(run_id)
  const news = useStore(stream?.news.store ?? NOTHING, (all) => all.get(hashKey(queryKey)))
  const isAsked = news !== undefined
  // Build a set of hundreds of thousands of ids only if there is something to look up.
  const ids = useMemo(() => new Set(isAsked ? held : []), [isAsked, held])
  const counts = useMemo(() => news && countNews(news, ids), [news, ids])
  return {
    words: news && counts && newsInWords(news, counts, behind),
    onShow: () => stream?.news.show(queryKey),
  }
}
