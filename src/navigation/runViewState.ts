import { EventId, FileId, MessageId, NodeId } from '#contract/ids.ts'
import { EVENT_ORDERS, unfiltered, type EventFilter } from '#src/lib/eventFilter.ts'
import { FILE_ORDERS, type FileFilter, type FileOrder } from '#src/lib/fileFilter.ts'
import { MEASURES, type Measure } from '#src/lib/measures.ts'
import { cameraText, parseCamera, type Camera } from './camera.ts'
import { NO_NODE_FILTER, type NodeFilter } from '#src/lib/nodeFilter.ts'
import * as z from 'zod/mini'

/** Microseconds since 1970, integers; `from` < `to`. */
export type TimeWindow = { readonly from: number; readonly to: number }

type FilesViewState = {
  readonly as: 'gallery' | 'list'
  readonly file_id: FileId | undefined
  readonly filter: FileFilter
  readonly order: FileOrder
}

/**
 * The part of a graph that is shown: failures and everything that led to them, or everything upstream or downstream of
 * a node.
 */
export type Narrowing =
  { readonly kind: 'failed' } | { readonly kind: 'upstream' | 'downstream'; readonly node_id: NodeId }

/** A group, by its leading node; with `isAlike`, the groups of all nodes that share a card with that node. */
export type FoldedGroup = { readonly leader: NodeId; readonly isAlike: boolean }

/** The view state of a run's graph. A class of nodes that play the same part is identified by any of its members. */
export type GraphViewState = {
  readonly as: 'picture' | 'outline'
  /** Undefined for what the reader prefers. */
  readonly direction: 'right' | 'down' | undefined
  /** Where a shared link looks; undefined once its reader has moved the view. */
  readonly camera: Camera | undefined
  /** Undefined for the whole graph. */
  readonly only: Narrowing | undefined
  /**
   * Whether nodes that play the same part are drawn as one: only as needed for the whole to be readable, always, or
   * never.
   */
  readonly fold: 'needed' | 'all' | 'none'
  /** Classes drawn member by member, overriding `fold`. */
  readonly opened: readonly NodeId[]
  /** Groups drawn as one card each, overriding `fold`. */
  readonly folded: readonly FoldedGroup[]
  /** The class whose members are listed over the picture. */
  readonly members: NodeId | undefined
}

/**
 * The view state of a run: the search, the listed events, the visible time window. Part of the selection, so another
 * run starts afresh by construction, and of the URL, so that a pasted link restores it.
 */
export type RunViewState = {
  /** The text searched in the run; empty for none. */
  readonly find: string
  /** The figure that the breakdowns are sorted by; undefined for the first that is known. */
  readonly overview: { readonly measure: Measure | undefined }
  /** Dims the nodes that do not match, in graph, outline and timeline. */
  readonly nodes: NodeFilter
  readonly graph: GraphViewState
  readonly timeline: {
    readonly as: 'chart' | 'table'
    /** Undefined for the whole run. */
    readonly window: TimeWindow | undefined
    readonly order: 'recorded' | 'time'
    readonly gaps: 'shown' | 'folded'
    readonly path: 'plain' | 'critical'
    /** All lanes, or only those with a failure. */
    readonly show: 'all' | 'failed'
  }
  readonly events: EventFilter
  readonly files: FilesViewState
  readonly messages: {
    readonly as: 'chat' | 'sequence'
    /** Only the messages between these two nodes. */
    readonly between: { readonly from: NodeId; readonly to: NodeId } | undefined
    readonly message_id: MessageId | undefined
  }
}

/** The view state of the open node's rows. */
export type NodeViewState = { readonly events: EventFilter; readonly file_id: FileId | undefined }

export const ALL_EVENTS = unfiltered({ shape: 'nested', order: 'recorded' })

export const INITIAL_VIEW_STATE: RunViewState = {
  find: '',
  overview: { measure: undefined },
  graph: {
    as: 'picture',
    direction: undefined,
    camera: undefined,
    only: undefined,
    fold: 'needed',
    opened: [],
    folded: [],
    members: undefined,
  },
  nodes: NO_NODE_FILTER,
  timeline: { as: 'chart', window: undefined, order: 'recorded', gaps: 'shown', path: 'plain', show: 'all' },
  events: ALL_EVENTS,
  files: {
    as: 'gallery',
    file_id: undefined,
    filter: { text: '', type: undefined },
    order: { by: 'path', direction: 'ascending' },
  },
  messages: { as: 'chat', between: undefined, message_id: undefined },
}

export const INITIAL_NODE_VIEW_STATE: NodeViewState = { events: ALL_EVENTS, file_id: undefined }

/** Parameter names in the URL. Those for the run's events begin with `ev`, those for the open node's with `in`. */
const LISTS = { types: 'type', subtypes: 'subtype', statuses: 'status', agents: 'agent' } as const

const ALIKE = 'folded.alike'

const isSafe = z.int().check(z.minimum(0))

export function parseRunViewState(params: URLSearchParams): RunViewState {
  const is = <const A, const B>(name: string, value: string, then: A, otherwise: B): A | B =>
    params.get(name) === value ? then : otherwise
  const [from, to] = params.getAll('between').map((id) => NodeId.safeParse(id))
  return {
    find: params.get('find') ?? '',
    overview: { measure: MEASURES.find((measure) => measure === params.get('by')) },
    nodes: parseNodes(params),
    graph: {
      as: is('graph', 'outline', 'outline', 'picture'),
      direction: is('direction', 'right', 'right', is('direction', 'down', 'down', undefined)),
      camera: parseCamera(params.get('camera')),
      only: parseNarrowing(params),
      fold: is('fold', 'all', 'all', is('fold', 'none', 'none', 'needed')),
      opened: idsIn(params, 'opened'),
      folded: [false, true].flatMap((isAlike) =>
        idsIn(params, isAlike ? ALIKE : 'folded').map((leader) => ({ leader, isAlike })),
      ),
      members: idOf(NodeId, params.get('members')),
    },
    timeline: {
      as: is('timeline', 'table', 'table', 'chart'),
      window: parseWindow(params.get('window')),
      order: is('order', 'time', 'time', 'recorded'),
      gaps: is('gaps', 'folded', 'folded', 'shown'),
      path: is('path', 'critical', 'critical', 'plain'),
      show: is('lanes.only', 'failed', 'failed', 'all'),
    },
    events: parseEvents(params, 'ev'),
    files: {
      as: is('files', 'list', 'list', 'gallery'),
      file_id: idOf(FileId, params.get('file')),
      filter: { text: params.get('files.text') ?? '', type: params.get('files.type') ?? undefined },
      order: {
        by: FILE_ORDERS.find((by) => by === params.get('files.by')) ?? INITIAL_VIEW_STATE.files.order.by,
        direction: is('files.direction', 'descending', 'descending', 'ascending'),
      },
    },
    messages: {
      as: is('messages', 'sequence', 'sequence', 'chat'),
      between: from?.success && to?.success ? { from: from.data, to: to.data } : undefined,
      message_id: idOf(MessageId, params.get('message')),
    },
  }
}

function parseNarrowing(params: URLSearchParams): Narrowing | undefined {
  if (params.get('only') === 'failed') return { kind: 'failed' }
  for (const kind of ['upstream', 'downstream'] as const) {
    const node_id = idOf(NodeId, params.get(kind))
    if (node_id !== undefined) return { kind, node_id }
  }
  return undefined
}

export const parseNodeViewState = (params: URLSearchParams): NodeViewState => ({
  events: parseEvents(params, 'in'),
  file_id: idOf(FileId, params.get('in.file')),
})

export function writeRunViewState(params: URLSearchParams, viewState: RunViewState): void {
  const { find, overview, nodes, graph, timeline, events, files, messages } = viewState
  const put = (name: string, value: string | undefined, usual = '') => {
    if (value !== undefined && value !== usual) params.set(name, value)
  }
  put('find', find)
  put('by', overview.measure)
  writeNodes(params, nodes)
  put('graph', graph.as, INITIAL_VIEW_STATE.graph.as)
  put('direction', graph.direction)
  put('camera', graph.camera && cameraText(graph.camera))
  if (graph.only?.kind === 'failed') params.set('only', 'failed')
  else if (graph.only) params.set(graph.only.kind, graph.only.node_id)
  put('fold', graph.fold, INITIAL_VIEW_STATE.graph.fold)
  for (const id of graph.opened) params.append('opened', id)
  for (const { leader, isAlike } of graph.folded) params.append(isAlike ? ALIKE : 'folded', leader)
  put('members', graph.members)
  put('timeline', timeline.as, INITIAL_VIEW_STATE.timeline.as)
  put('window', timeline.window && `${timeline.window.from}-${timeline.window.to}`)
  put('order', timeline.order, INITIAL_VIEW_STATE.timeline.order)
  put('gaps', timeline.gaps, INITIAL_VIEW_STATE.timeline.gaps)
  put('path', timeline.path, INITIAL_VIEW_STATE.timeline.path)
  put('lanes.only', timeline.show, INITIAL_VIEW_STATE.timeline.show)
  writeEvents(params, 'ev', events)
  put('files', files.as, INITIAL_VIEW_STATE.files.as)
  put('file', files.file_id)
  put('files.text', files.filter.text)
  if (files.filter.type !== undefined) params.set('files.type', files.filter.type)
  put('files.by', files.order.by, INITIAL_VIEW_STATE.files.order.by)
  put('files.direction', files.order.direction, INITIAL_VIEW_STATE.files.order.direction)
  put('messages', messages.as, INITIAL_VIEW_STATE.messages.as)
  for (const end of messages.between ? [messages.between.from, messages.between.to] : []) params.append('between', end)
  put('message', messages.message_id)
}

export function writeNodeViewState(params: URLSearchParams, { events, file_id }: NodeViewState): void {
  writeEvents(params, 'in', events)
  if (file_id !== undefined) params.set('in.file', file_id)
}

function parseEvents(params: URLSearchParams, prefix: string): EventFilter {
  const all = (name: string) => wordsIn(params, `${prefix}.${name}`)
  return {
    types: all(LISTS.types),
    subtypes: all(LISTS.subtypes),
    statuses: all(LISTS.statuses),
    agents: all(LISTS.agents),
    nodes: [...new Set(idsIn(params, `${prefix}.node`))],
    text: params.get(`${prefix}.text`) ?? '',
    only: params.get(`${prefix}.only`) === 'errors' ? 'errors' : 'all',
    shape: params.get(`${prefix}.shape`) === 'flat' ? 'flat' : 'nested',
    order: EVENT_ORDERS.find((order) => order === params.get(`${prefix}.order`)) ?? 'recorded',
  }
}

function writeEvents(params: URLSearchParams, prefix: string, events: EventFilter): void {
  for (const [name, words] of [
    [LISTS.types, events.types],
    [LISTS.subtypes, events.subtypes],
    [LISTS.statuses, events.statuses],
    [LISTS.agents, events.agents],
    ['node', events.nodes],
  ] as const)
    for (const word of words) params.append(`${prefix}.${name}`, word)
  if (events.text !== '') params.set(`${prefix}.text`, events.text)
  if (events.only !== 'all') params.set(`${prefix}.only`, events.only)
  if (events.shape !== 'nested') params.set(`${prefix}.shape`, events.shape)
  if (events.order !== 'recorded') params.set(`${prefix}.order`, events.order)
}

function parseNodes(params: URLSearchParams): NodeFilter {
  const least = isSafe.safeParse(Number(params.get('node.min') ?? 0))
  return {
    statuses: wordsIn(params, 'node.status'),
    agents: wordsIn(params, 'node.agent'),
    min_ms: least.success && least.data > 0 ? least.data : undefined,
    text: params.get('node.text') ?? '',
  }
}

function writeNodes(params: URLSearchParams, { statuses, agents, min_ms, text }: NodeFilter): void {
  for (const status of statuses) params.append('node.status', status)
  for (const agent of agents) params.append('node.agent', agent)
  if (min_ms !== undefined) params.set('node.min', String(min_ms))
  if (text !== '') params.set('node.text', text)
}

function parseWindow(text: string | null): TimeWindow | undefined {
  const [from, to, ...rest] = (text ?? '').split('-').map((part) => isSafe.safeParse(part === '' ? NaN : Number(part)))
  if (!from?.success || !to?.success || rest.length > 0 || from.data >= to.data) return undefined
  return { from: from.data, to: to.data }
}

/** Each word once. */
const wordsIn = (params: URLSearchParams, name: string): readonly string[] =>
  [...new Set(params.getAll(name))].filter((word) => word !== '')

const idsIn = (params: URLSearchParams, name: string): readonly NodeId[] =>
  params.getAll(name).flatMap((id) => idOf(NodeId, id) ?? [])

type IdSchema<Id> = { safeParse: (value: unknown) => { success: true; data: Id } | { success: false } }

function idOf<Id>(schema: IdSchema<Id>, text: string | null): Id | undefined {
  const parsed = schema.safeParse(text)
  return parsed.success ? parsed.data : undefined
}

export const eventIdOf = (text: string | null): EventId | undefined => idOf(EventId, text)
