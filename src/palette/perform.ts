import { viewStateOf, runOf, type NavigationStore } from '#src/navigation/navigationStore.ts'
import type { QueryClient } from '@tanstack/react-query'
import { goToError } from './goToError.ts'
import { openLayer } from './layerStore.ts'
import { pressShortcut } from './pressShortcut.ts'
import { keysOf, type KeyCommand } from './shortcuts.ts'

export type Reach = { readonly client: QueryClient; readonly navigation: NavigationStore }

/** Performs the command of a key. Returns false if it does not apply now, so that the key is left to the browser. */
export function perform(command: KeyCommand, { client, navigation }: Reach): boolean {
  const { selection, view, setView, setViewState, closeDock } = navigation.getState()
  const isInRun = runOf(selection) !== undefined
  switch (command) {
    case 'palette':
    case 'help':
      openLayer(command)
      return true
    case 'search':
    case 'next_match':
    case 'previous_match':
      return pressShortcut(keysOf(command) ?? '')
    case 'first_error':
    case 'next_error':
    case 'previous_error':
      // The event list steps through its own errors, within its filter.
      if (pressShortcut(keysOf(command) ?? '')) return true
      if (isInRun) void goToError(client, navigation, DIRECTION[command])
      return isInRun
    case 'outline': {
      const isOutline = view === 'graph' && viewStateOf(selection).graph.as === 'outline'
      setViewState(
        { graph: { ...viewStateOf(selection).graph, as: isOutline ? 'picture' : 'outline' } },
        view === 'graph' ? 'replace' : 'push',
        'graph',
      )
      return isInRun
    }
    case 'close': {
      const isBeside =
        selection.kind === 'node' ||
        (selection.kind === 'run' && selection.event_id !== undefined) ||
        (selection.kind === 'unassigned-calls' && selection.call !== undefined)
      if (isBeside) closeDock()
      return isBeside
    }
    case 'view_overview':
    case 'view_graph':
    case 'view_timeline':
    case 'view_events':
    case 'view_files':
    case 'view_messages':
      if (isInRun) setView(VIEW[command])
      return isInRun
  }
}

const DIRECTION = { first_error: 'first', next_error: 'next', previous_error: 'previous' } as const
const VIEW = {
  view_overview: 'overview',
  view_graph: 'graph',
  view_timeline: 'timeline',
  view_events: 'events',
  view_files: 'files',
  view_messages: 'messages',
} as const
