import { NODE_TABS, RUN_VIEWS, type NodeTab, type RunView } from '#src/navigation/location.ts'
import { runOf, type NavigationState } from '#src/navigation/navigationStore.ts'
import {
  ChartNoAxesGantt,
  Files,
  House,
  ListTree,
  MessagesSquare,
  NotebookText,
  PanelRight,
  Plug,
  ShieldCheck,
  Unlink,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { Entry } from './Entry.ts'
import { keysOf } from './shortcuts.ts'

const VIEWS: Readonly<Record<RunView, { readonly label: string; readonly Icon: LucideIcon }>> = {
  overview: { label: 'Overview', Icon: NotebookText },
  graph: { label: 'Graph', Icon: Workflow },
  timeline: { label: 'Timeline', Icon: ChartNoAxesGantt },
  events: { label: 'Events', Icon: ListTree },
  files: { label: 'Files', Icon: Files },
  messages: { label: 'Messages', Icon: MessagesSquare },
}

const TABS: Readonly<Record<NodeTab, string>> = {
  overview: 'Overview of this node',
  timeline: 'Timeline of this node',
  events: 'Events of this node',
  files: 'Files of this node',
  messages: 'Messages of this node',
}

/** The tabs of what is open, the start page, the database report, and the connect page. */
export function placeEntries({
  selection,
  setView,
  setTab,
  closeRun,
  open,
  openIntegrity,
}: NavigationState): readonly Entry[] {
  const isInRun = runOf(selection) !== undefined
  const start: Entry = {
    id: 'start',
    group: 'Go to',
    label: 'Start page',
    further: 'home all runs',
    Icon: House,
    perform: closeRun,
  }
  const integrity: Entry = {
    id: 'integrity',
    group: 'Go to',
    label: 'Integrity report',
    further: 'findings reused ids broken references database check',
    Icon: ShieldCheck,
    perform: () => openIntegrity(),
  }
  const connect: Entry = {
    id: 'connect',
    group: 'Go to',
    label: 'Connect an agent',
    further: 'telemetry otlp opentelemetry setup instrument endpoint demo',
    Icon: Plug,
    perform: () => open({ kind: 'connect' }),
  }
  const unassignedCalls: Entry = {
    id: 'unassigned-calls',
    group: 'Go to',
    label: 'Unassigned calls',
    further: 'loose telemetry traces spans without a run orphan model tool llm',
    Icon: Unlink,
    perform: () => open({ kind: 'unassigned-calls', call: undefined }),
  }
  return [
    ...(isInRun ? RUN_VIEWS : []).map((view): Entry => ({
      id: `view-${view}`,
      group: 'Go to',
      label: VIEWS[view].label,
      further: 'tab of this run',
      Icon: VIEWS[view].Icon,
      keys: keysOf(`view_${view}`),
      perform: () => setView(view),
    })),
    ...(selection.kind === 'node' ? NODE_TABS : []).map((tab): Entry => ({
      id: `tab-${tab}`,
      group: 'Go to',
      label: TABS[tab],
      further: 'tab dialog',
      Icon: PanelRight,
      perform: () => setTab(tab),
    })),
    ...(selection.kind === 'none' ? [] : [start]),
    integrity,
    connect,
    unassignedCalls,
  ]
}
