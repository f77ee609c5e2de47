import type { RunId } from '#contract/ids.ts'
import { urlOf } from '#src/api/http.ts'
import { refreshRun } from '#src/api/refreshRun.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { Selection } from '#src/navigation/location.ts'
import type { Narrowing } from '#src/navigation/runViewState.ts'
import { viewStateOf, runOf } from '#src/navigation/navigationStore.ts'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { copyWithNotice } from '#src/ui/controls/copyWithNotice.ts'
import {
  ChevronsLeftRight,
  Copy,
  Download,
  Funnel,
  Keyboard,
  Link,
  ListTree,
  OctagonX,
  PanelLeft,
  RefreshCw,
  Search,
  Table,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { Entry } from './Entry.ts'
import { perform, type Reach } from './perform.ts'
import { keysOf, type KeyCommand } from './shortcuts.ts'

type Action = { readonly label: string; readonly further?: string; readonly Icon: LucideIcon } & (
  { readonly command: KeyCommand } | { readonly perform: () => void }
)

/** The actions available for what is open. */
export function actionEntries(reach: Reach): readonly Entry[] {
  const { selection, closeDock } = reach.navigation.getState()
  const run_id = runOf(selection)
  const beside = selection.kind === 'node' || (selection.kind === 'run' && selection.event_id !== undefined)
  const listOpen = usePreferences.getState().runListOpen
  const actions: readonly Action[] = [
    ...(run_id === undefined ? [] : runActions(run_id, reach)),
    ...(beside ? [{ label: 'Close side panel', further: 'node event dialog', Icon: X, perform: closeDock }] : []),
    ...(selection.kind === 'node'
      ? [{ label: 'Copy node id', Icon: Copy, perform: () => void copyWithNotice('Node id', selection.ref.node_id) }]
      : []),
    { label: 'Copy link to this view', further: 'share address url', Icon: Link, perform: copyLink },
    {
      label: listOpen ? 'Hide run list' : 'Show run list',
      further: 'fold sidebar',
      Icon: PanelLeft,
      perform: () => setPreferences({ runListOpen: !listOpen }),
    },
    { label: 'Keyboard shortcuts', further: 'help keys', Icon: Keyboard, command: 'help' },
  ]
  return actions.map((action) => ({
    id: `action-${action.label}`,
    group: 'Actions',
    label: action.label,
    further: action.further ?? '',
    Icon: action.Icon,
    ...('command' in action
      ? { keys: keysOf(action.command), perform: () => void perform(action.command, reach) }
      : { perform: action.perform }),
  }))
}

const copyLink = () => void copyWithNotice('Link', window.location.href)

function runActions(run_id: RunId, { client, navigation }: Reach): readonly Action[] {
  const { selection, view, setViewState } = navigation.getState()
  const { timeline, graph } = viewStateOf(selection)
  const run = client.getQueryData(runQueries.detail(run_id).queryKey)
  const isOutline = view === 'graph' && graph.as === 'outline'
  const isTable = timeline.as === 'table'
  return [
    { label: 'Search this run', further: 'find text', Icon: Search, command: 'search' },
    { label: 'First failure', further: 'error jump', Icon: OctagonX, command: 'first_error' },
    { label: 'Next error', further: 'failure', Icon: OctagonX, command: 'next_error' },
    { label: 'Previous error', further: 'failure', Icon: OctagonX, command: 'previous_error' },
    {
      label: isOutline ? 'Show graph as diagram' : 'Show graph as outline',
      further: 'tree',
      Icon: ListTree,
      command: 'outline',
    },
    ...narrowings(selection, graph.only).map(([label, only]) => ({
      label,
      further: 'graph part narrow filter upstream downstream failed',
      Icon: Funnel,
      perform: () => setViewState({ graph: { ...graph, only } }, 'push', 'graph'),
    })),
    {
      label: isTable ? 'Show timeline as chart' : 'Show timeline as table',
      further: 'gantt rows',
      Icon: Table,
      perform: () => setViewState({ timeline: { ...timeline, as: isTable ? 'chart' : 'table' } }, 'push', 'timeline'),
    },
    {
      label: 'Show whole timeline',
      further: 'zoom out reset window',
      Icon: ChevronsLeftRight,
      perform: () => setViewState({ timeline: { ...timeline, window: undefined } }, 'push', 'timeline'),
    },
    {
      label: 'Refresh run',
      further: 'refresh reload',
      Icon: RefreshCw,
      perform: () => refreshRun(client, run_id),
    },
    ...(run && run.file_count > 0
      ? [{ label: 'Download all files', further: 'zip archive', Icon: Download, perform: () => download(run_id) }]
      : []),
    { label: 'Copy run id', Icon: Copy, perform: () => void copyWithNotice('Run id', run_id) },
  ]
}

/** The parts of the graph that can currently be shown. */
function narrowings(
  selection: Selection,
  only: Narrowing | undefined,
): readonly (readonly [label: string, only: Narrowing | undefined])[] {
  return [
    ['Graph: failed nodes and upstream', { kind: 'failed' }],
    ...(selection.kind === 'node'
      ? ([
          ['Graph: upstream of this node', { kind: 'upstream', node_id: selection.ref.node_id }],
          ['Graph: downstream of this node', { kind: 'downstream', node_id: selection.ref.node_id }],
        ] as const)
      : []),
    ...(only === undefined ? [] : ([['Graph: all nodes', undefined]] as const)),
  ]
}

/** The server names the archive and sends it as an attachment, so the page is not left. */
function download(run_id: RunId): void {
  const link = document.createElement('a')
  link.href = urlOf('getRunFilesZip', { run_id })
  link.download = ''
  link.click()
}
