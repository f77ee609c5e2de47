import { RUN_CONTENTS, type RunContent } from '#contract/runContents.ts'
import { canonicalTimestamp } from '#contract/timestamps.ts'
import { NodeId, RunId, SessionId, type EventId, type NodeRef } from '#contract/ids.ts'
import { SpanRef } from '#contract/telemetry.ts'
import { RUN_STATUSES, type RunStatus } from '#contract/words.ts'
import * as z from 'zod/mini'
import {
  eventIdOf,
  parseNodeViewState,
  parseRunViewState,
  writeNodeViewState,
  writeRunViewState,
  type NodeViewState,
  type RunViewState,
} from './runViewState.ts'

/**
 * What is in view, as the address bar's text and as a value. `parseLocation` and `formatLocation` are inverses: a
 * pasted link restores exactly what its sender saw.
 */
export const RUN_VIEWS = ['overview', 'graph', 'timeline', 'events', 'files', 'messages'] as const
export type RunView = (typeof RUN_VIEWS)[number]

export const NODE_TABS = ['overview', 'timeline', 'events', 'files', 'messages'] as const
export type NodeTab = (typeof NODE_TABS)[number]

/** There is no state "node selected, run unknown": a node is only ever selected by its ref. */
export type Selection =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'run'
      readonly run_id: RunId
      /** An event of the run that belongs to no node; it opens beside the run like a node. */
      readonly event_id: EventId | undefined
      readonly viewState: RunViewState
    }
  | {
      readonly kind: 'node'
      readonly ref: NodeRef
      readonly tab: NodeTab
      readonly event_id: EventId | undefined
      readonly viewState: RunViewState
      readonly node_view_state: NodeViewState
    }
  | {
      readonly kind: 'integrity'
      /** The run whose findings are shown; undefined for the report on all runs. */
      readonly run_id: RunId | undefined
    }
  /** Calls that belong to no run, and the open one. */
  | { readonly kind: 'unassigned-calls'; readonly call: SpanRef | undefined }
  /** How to connect an agent. */
  | { readonly kind: 'connect' }
  /** A link without a valid meaning, and why. */
  | { readonly kind: 'invalid'; readonly reason: string }

export type RunListFilter = {
  readonly status: readonly RunStatus[]
  readonly mode: string | undefined
  readonly agent: string | undefined
  readonly session_id: SessionId | undefined
  readonly q: string | undefined
  /** First and last day of the start in UTC, `2026-01-20`. */
  readonly since: string | undefined
  readonly until: string | undefined
  readonly has: readonly RunContent[]
}

export type AppLocation = {
  readonly selection: Selection
  readonly view: RunView
  readonly filter: RunListFilter
}

export const NO_FILTER: RunListFilter = {
  status: [],
  mode: undefined,
  agent: undefined,
  session_id: undefined,
  q: undefined,
  since: undefined,
  until: undefined,
  has: [],
}

export function parseLocation(pathname: string, search: string): AppLocation {
  const params = new URLSearchParams(search)
  const view = z.enum(RUN_VIEWS).safeParse(params.get('view'))
  return {
    selection: parseSelection(pathname, params),
    view: view.success ? view.data : 'graph',
    filter: parseFilter(params),
  }
}

/** The first part of the path of the page of unassigned calls until it got its present name. Old links keep working. */
const FORMER_CALLS_PAGE = 'loose-calls'

function parseSelection(pathname: string, params: URLSearchParams): Selection {
  const [first = '', run = '', nodes, node, ...rest] = pathname.split('/').slice(1)
  if (first === '') return { kind: 'none' }
  if (first === 'integrity' && run === '' && nodes === undefined) return parseIntegrity(params.get('run'))
  if (first === 'connect' && run === '' && nodes === undefined) return { kind: 'connect' }
  if ((first === 'unassigned-calls' || first === FORMER_CALLS_PAGE) && node === undefined)
    return parseUnassignedCalls(run, nodes)
  if (first !== 'runs' || rest.length > 0) return { kind: 'invalid', reason: 'This page does not exist.' }
  if (run === '') return { kind: 'none' }
  const run_id = RunId.safeParse(decoded(run))
  if (!run_id.success) return { kind: 'invalid', reason: 'The link has no valid run id.' }
  const viewState = parseRunViewState(params)
  const event_id = eventIdOf(params.get('event'))
  if (nodes === undefined || (nodes === '' && node === undefined))
    return { kind: 'run', run_id: run_id.data, event_id, viewState }
  const node_id = NodeId.safeParse(decoded(node ?? ''))
  if (nodes !== 'nodes' || !node_id.success) return { kind: 'invalid', reason: 'The link has no valid node id.' }
  const tab = z.enum(NODE_TABS).safeParse(params.get('tab'))
  return {
    kind: 'node',
    ref: { run_id: run_id.data, node_id: node_id.data },
    tab: tab.success ? tab.data : 'overview',
    event_id,
    viewState,
    node_view_state: parseNodeViewState(params),
  }
}

function parseIntegrity(run: string | null): Selection {
  if (run === null) return { kind: 'integrity', run_id: undefined }
  const run_id = RunId.safeParse(run)
  return run_id.success
    ? { kind: 'integrity', run_id: run_id.data }
    : { kind: 'invalid', reason: 'The link has no valid run id.' }
}

function parseUnassignedCalls(trace_id: string, span_id: string | undefined): Selection {
  if (trace_id === '' && span_id === undefined) return { kind: 'unassigned-calls', call: undefined }
  const call = SpanRef.safeParse({ trace_id, span_id })
  return call.success
    ? { kind: 'unassigned-calls', call: call.data }
    : { kind: 'invalid', reason: 'The link has no valid trace and span ids.' }
}

function parseFilter(params: URLSearchParams): RunListFilter {
  const session_id = SessionId.safeParse(params.get('session'))
  const status = z.enum(RUN_STATUSES)
  return {
    status: (params.get('status') ?? '').split(',').flatMap((word) => {
      const known = status.safeParse(word)
      return known.success ? [known.data] : []
    }),
    mode: params.get('mode') || undefined,
    agent: params.get('agent') || undefined,
    session_id: session_id.success ? session_id.data : undefined,
    q: params.get('q') || undefined,
    since: dayOf(params.get('since')),
    until: dayOf(params.get('until')),
    has: RUN_CONTENTS.filter((content) => (params.get('has') ?? '').split(',').includes(content)),
  }
}

/** A day of the calendar; undefined if it is none. */
function dayOf(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  return canonicalTimestamp(text) === undefined ? undefined : text
}

/** Malformed percent-encoding becomes an empty text, which then fails the id's check. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

export function formatLocation({ selection, view, filter }: AppLocation): string {
  const params = new URLSearchParams()
  if (selection.kind === 'node' && selection.tab !== 'overview') params.set('tab', selection.tab)
  if (view !== 'graph') params.set('view', view)
  if (selection.kind === 'run' || selection.kind === 'node') {
    if (selection.event_id !== undefined) params.set('event', selection.event_id)
    writeRunViewState(params, selection.viewState)
  }
  if (selection.kind === 'integrity' && selection.run_id !== undefined) params.set('run', selection.run_id)
  if (selection.kind === 'node') writeNodeViewState(params, selection.node_view_state)
  if (filter.status.length > 0) params.set('status', filter.status.join(','))
  if (filter.mode !== undefined) params.set('mode', filter.mode)
  if (filter.agent !== undefined) params.set('agent', filter.agent)
  if (filter.session_id !== undefined) params.set('session', filter.session_id)
  if (filter.q !== undefined) params.set('q', filter.q)
  if (filter.since !== undefined) params.set('since', filter.since)
  if (filter.until !== undefined) params.set('until', filter.until)
  if (filter.has.length > 0) params.set('has', filter.has.join(','))
  const search = params.toString()
  return pathOfSelection(selection) + (search && `?${search}`)
}

function pathOfSelection(selection: Selection): string {
  switch (selection.kind) {
    case 'none':
    case 'invalid':
      return '/'
    case 'integrity':
      return '/integrity'
    case 'connect':
      return '/connect'
    case 'unassigned-calls':
      return selection.call
        ? `/unassigned-calls/${selection.call.trace_id}/${selection.call.span_id}`
        : '/unassigned-calls'
    case 'run':
      return `/runs/${selection.run_id}`
    case 'node':
      return `/runs/${selection.ref.run_id}/nodes/${encodeURIComponent(selection.ref.node_id)}`
  }
}
