import type { EventId, NodeRef, RunId } from '#contract/ids.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  formatLocation,
  parseLocation,
  type AppLocation,
  type NodeTab,
  type RunListFilter,
  type RunView,
  type Selection,
} from './location.ts'

/**
 * The one owner of what is in view. Its persistence is the URL: an action writes the address bar and sets the store in
 * one step; back, forward and a pasted link set it from the address bar. No effect mirrors one into the other.
 *
 * Choosing a run drops the node by construction, since both are one value.
 */
export type NavigationState = AppLocation & {
  readonly openRun: (run_id: RunId) => void
  /** Opens a node on the tab given, else on the tab that is open now, so that stepping from node to node keeps the reader's place. */
  readonly openNode: (ref: NodeRef, tab?: NodeTab) => void
  /** Opens one event of a node, or with undefined folds it again. */
  readonly openEvent: (ref: NodeRef, event_id: EventId | undefined) => void
  readonly closeNode: () => void
  readonly closeRun: () => void
  readonly setTab: (tab: NodeTab) => void
  readonly setView: (view: RunView) => void
  readonly setFilter: (filter: RunListFilter) => void
}

export type NavigationStore = StoreApi<NavigationState>

/** `history` and `location` of the window, or of a test. Returns the store; `connectHistory` makes it follow back and forward. */
export function createNavigationStore(window: Pick<Window, 'history' | 'location'>): NavigationStore {
  const read = () => parseLocation(window.location.pathname, window.location.search)
  return createStore<NavigationState>()((set, get) => {
    const go = (change: Partial<AppLocation>, how: 'push' | 'replace') => {
      const { selection, view, filter } = get()
      const next: AppLocation = { selection, view, filter, ...change }
      const url = formatLocation(next)
      const current = window.location.pathname + window.location.search
      if (url === current) return
      if (how === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
      // Not read back from the address: what did not change keeps its identity, and its readers need not render.
      set(next)
    }
    const select = (selection: Selection, how: 'push' | 'replace' = 'push') => go({ selection }, how)
    const openTab = (): NodeTab => {
      const { selection } = get()
      return selection.kind === 'node' ? selection.tab : 'overview'
    }
    return {
      ...read(),
      openRun: (run_id) => select({ kind: 'run', run_id }),
      openNode: (ref, tab = openTab()) => select({ kind: 'node', ref, tab, event_id: undefined }),
      // Unfolding rows is reading, not travelling: it must not fill the history.
      openEvent: (ref, event_id) => {
        const { selection } = get()
        const here =
          selection.kind === 'node' && selection.ref.node_id === ref.node_id && selection.ref.run_id === ref.run_id
        select({ kind: 'node', ref, tab: 'events', event_id }, here && selection.tab === 'events' ? 'replace' : 'push')
      },
      closeNode: () => {
        const { selection } = get()
        if (selection.kind === 'node') select({ kind: 'run', run_id: selection.ref.run_id })
      },
      closeRun: () => select({ kind: 'none' }),
      setTab: (tab) => {
        const { selection } = get()
        if (selection.kind === 'node') select({ ...selection, tab, event_id: undefined })
      },
      setView: (view) => go({ view }, 'push'),
      setFilter: (filter) => go({ filter }, 'replace'),
    }
  })
}

/** Makes the store follow back and forward; returns how to stop. */
export function connectHistory(
  store: NavigationStore,
  window: Pick<Window, 'location' | 'addEventListener' | 'removeEventListener'>,
): () => void {
  const follow = () => store.setState(parseLocation(window.location.pathname, window.location.search))
  window.addEventListener('popstate', follow)
  return () => window.removeEventListener('popstate', follow)
}
