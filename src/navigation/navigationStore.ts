import type { EventId, NodeId, NodeRef, RunId } from '#contract/ids.ts'
import type { SpanRef } from '#contract/telemetry.ts'
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
import { INITIAL_NODE_VIEW_STATE, INITIAL_VIEW_STATE, type NodeViewState, type RunViewState } from './runViewState.ts'

/**
 * Opening something else is navigation and can be undone with Back; filtering or zooming what is open does not fill the
 * history.
 */
type How = 'push' | 'replace'

/**
 * The only owner of what is in view. The URL is its persistence: an action writes the address bar and the store in one
 * step; back, forward and a pasted link set the store from the address bar. No effect mirrors one into the other.
 *
 * Selecting a run drops the node and the previous run's view state by construction, because all of it is one value.
 */
export type NavigationState = AppLocation & {
  /** Opens the target of a link, just as the link's own URL does. */
  readonly open: (selection: Selection) => void
  readonly openRun: (run_id: RunId) => void
  /**
   * Opens a node on the given tab, else on the tab that is open now, so that stepping from node to node stays on the
   * same tab.
   */
  readonly openNode: (ref: NodeRef, tab?: NodeTab) => void
  /** Opens one event of a node; undefined closes it. */
  readonly openEvent: (ref: NodeRef, event_id: EventId | undefined) => void
  /** Opens an event of the run that belongs to no node; undefined closes it. */
  readonly openRunEvent: (run_id: RunId, event_id: EventId | undefined) => void
  /** Opens a call that belongs to no run, beside the list of such calls. */
  readonly openUnassignedCall: (call: SpanRef) => void
  /** Closes what is docked beside the view: a node, an event without one, or a call that belongs to no run. */
  readonly closeDock: () => void
  readonly closeRun: () => void
  /** Opens the integrity report on all runs, or on one. */
  readonly openIntegrity: (run_id?: RunId) => void
  readonly setTab: (tab: NodeTab) => void
  readonly setView: (view: RunView) => void
  readonly setFilter: (filter: RunListFilter) => void
  /** Changes the view state of the open run, and with `view` also its tab; does nothing if no run is open. */
  readonly setViewState: (change: Partial<RunViewState>, how?: How, view?: RunView) => void
  /** Changes the view state of the open node's rows; does nothing if no node is open. */
  readonly setNodeViewState: (change: Partial<NodeViewState>) => void
}

export type NavigationStore = StoreApi<NavigationState>

/** Selects a run with its initial view state. */
export const newRun = (run_id: RunId): Selection => ({
  kind: 'run',
  run_id,
  event_id: undefined,
  viewState: INITIAL_VIEW_STATE,
})

/** Selects a node with its initial view state. */
export const newNode = (ref: NodeRef, tab: NodeTab = 'overview'): Extract<Selection, { kind: 'node' }> => ({
  kind: 'node',
  ref,
  tab,
  event_id: undefined,
  viewState: INITIAL_VIEW_STATE,
  node_view_state: INITIAL_NODE_VIEW_STATE,
})

/** Selects an event, with its node if it has one, with the initial view state. */
export const newEvent = (run_id: RunId, node_id: NodeId | null, event_id: EventId): Selection =>
  node_id === null
    ? { kind: 'run', run_id, event_id, viewState: INITIAL_VIEW_STATE }
    : { ...newNode({ run_id, node_id }, 'events'), event_id }

/** The view state of the open run; the initial one if no run is open. */
export const viewStateOf = (selection: Selection): RunViewState =>
  selection.kind === 'run' || selection.kind === 'node' ? selection.viewState : INITIAL_VIEW_STATE

export const runOf = (selection: Selection): RunId | undefined =>
  selection.kind === 'run' ? selection.run_id : selection.kind === 'node' ? selection.ref.run_id : undefined

/**
 * `history` and `location` are those of the window, or of a test. Returns the store; `connectHistory` makes it follow
 * back and forward.
 */
export function createNavigationStore(window: Pick<Window, 'history' | 'location'>): NavigationStore {
  const read = () => parseLocation(window.location.pathname, window.location.search)
  const first = read()
  // An old link to the page gets its present address, which is the one to copy.
  if (first.selection.kind === 'unassigned-calls') window.history.replaceState(null, '', formatLocation(first))
  return createStore<NavigationState>()((set, get) => {
    const go = (change: Partial<AppLocation>, how: How) => {
      const { selection, view, filter } = get()
      const next: AppLocation = { selection, view, filter, ...change }
      const url = formatLocation(next)
      const current = window.location.pathname + window.location.search
      if (url === current) return
      if (how === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
      // Not parsed back from the URL: unchanged parts keep their identity, so that their readers need not render.
      set(next)
    }
    const select = (selection: Selection, how: How = 'push') => go({ selection }, how)
    const openTab = (): NodeTab => {
      const { selection } = get()
      return selection.kind === 'node' ? selection.tab : 'overview'
    }
    /** That run's view state if it is the open run, else the initial one. */
    const viewStateIn = (run_id: RunId): RunViewState => {
      const { selection } = get()
      return runOf(selection) === run_id ? viewStateOf(selection) : INITIAL_VIEW_STATE
    }
    const isOpen = (ref: NodeRef) => {
      const { selection } = get()
      return selection.kind === 'node' && selection.ref.node_id === ref.node_id && selection.ref.run_id === ref.run_id
        ? selection
        : undefined
    }
    return {
      ...first,
      open: (selection) => select(selection),
      openRun: (run_id) => select({ kind: 'run', run_id, event_id: undefined, viewState: viewStateIn(run_id) }),
      openNode: (ref, tab = openTab()) =>
        select({
          kind: 'node',
          ref,
          tab,
          event_id: undefined,
          viewState: viewStateIn(ref.run_id),
          node_view_state: isOpen(ref)?.node_view_state ?? INITIAL_NODE_VIEW_STATE,
        }),
      // Expanding rows is not navigation and must not fill the history.
      openEvent: (ref, event_id) => {
        const here = isOpen(ref)
        const viewState = viewStateIn(ref.run_id)
        const node_view_state = here?.node_view_state ?? INITIAL_NODE_VIEW_STATE
        select(
          { kind: 'node', ref, tab: 'events', event_id, viewState, node_view_state },
          here?.tab === 'events' ? 'replace' : 'push',
        )
      },
      openRunEvent: (run_id, event_id) => {
        const { selection } = get()
        const isReading = selection.kind === 'run' && selection.event_id !== undefined
        select({ kind: 'run', run_id, event_id, viewState: viewStateIn(run_id) }, isReading ? 'replace' : 'push')
      },
      openUnassignedCall: (call) => {
        const { selection } = get()
        const isReading = selection.kind === 'unassigned-calls' && selection.call !== undefined
        select({ kind: 'unassigned-calls', call }, isReading ? 'replace' : 'push')
      },
      closeDock: () => {
        const { selection } = get()
        if (selection.kind === 'unassigned-calls') select({ kind: 'unassigned-calls', call: undefined })
        const run_id = runOf(selection)
        if (run_id !== undefined)
          select({ kind: 'run', run_id, event_id: undefined, viewState: viewStateOf(selection) })
      },
      closeRun: () => select({ kind: 'none' }),
      openIntegrity: (run_id) => select({ kind: 'integrity', run_id }),
      setTab: (tab) => {
        const { selection } = get()
        if (selection.kind === 'node') select({ ...selection, tab, event_id: undefined })
      },
      setView: (view) => go({ view }, 'push'),
      setFilter: (filter) => go({ filter }, 'replace'),
      setViewState: (change, how = 'replace', view = get().view) => {
        const { selection } = get()
        if (selection.kind !== 'run' && selection.kind !== 'node') return
        go({ selection: { ...selection, viewState: { ...selection.viewState, ...change } }, view }, how)
      },
      setNodeViewState: (change) => {
        const { selection } = get()
        if (selection.kind !== 'node') return
        select({ ...selection, node_view_state: { ...selection.node_view_state, ...change } }, 'replace')
      },
    }
  })
}

/** Makes the store follow back and forward; returns a function that stops it. */
export function connectHistory(
  store: NavigationStore,
  window: Pick<Window, 'location' | 'addEventListener' | 'removeEventListener'>,
): () => void {
  const follow = () => store.setState(parseLocation(window.location.pathname, window.location.search))
  window.addEventListener('popstate', follow)
  return () => window.removeEventListener('popstate', follow)
}
