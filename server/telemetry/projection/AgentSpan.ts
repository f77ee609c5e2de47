import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { ChatMessage } from './chatMessages.ts'

/**
 * What a span is to a reader of agent runs. `agent`, `step` and `planning` become nodes; `workflow` and `container` are
 * looked through; the calls become events; `noise` is all that telemetry tells besides (HTTP, SQL, …).
 */
export type SpanKind =
  | 'agent'
  | 'step'
  | 'planning'
  | 'workflow'
  | 'container'
  | 'model'
  | 'embedding'
  | 'tool'
  | 'memory'
  | 'retrieval'
  | 'guardrail'
  | 'evaluator'
  | 'handoff'
  | 'noise'

const NODE_KINDS = new Set<SpanKind>(['agent', 'step', 'planning'])
const TRANSPARENT = new Set<SpanKind>(['workflow', 'container', 'noise'])

export const isNodeKind = (kind: SpanKind): boolean => NODE_KINDS.has(kind)
/** A call of a model, a tool or the like: shown as events within a node. */
export const isCallKind = (kind: SpanKind): boolean => !NODE_KINDS.has(kind) && !TRANSPARENT.has(kind)

/** Calls of a model and handoffs are one event; other calls are a start and an end, between which more may happen. */
export const isOneEvent = (kind: SpanKind): boolean => kind === 'model' || kind === 'embedding' || kind === 'handoff'

export type Usage = {
  readonly input?: number | undefined
  readonly output?: number | undefined
  readonly cached?: number | undefined
  readonly reasoning?: number | undefined
  readonly cost_usd?: number | undefined
}

/** A file that a span tells of: with its content in base64, or as a text, or only by where it is. */
export type FileClaim = {
  readonly name?: string | undefined
  readonly uri?: string | undefined
  readonly mime?: string | undefined
  readonly base64?: string | undefined
  readonly text?: string | undefined
  /** Bytes, where only that is told of its content. */
  readonly size?: number | undefined
  /** Whether it was only read. */
  readonly isRead?: boolean | undefined
}

/** LangGraph's metadata, which every span within a node inherits. */
export type LangGraphFacts = {
  readonly node: string
  /** Names one execution of a node, `outer:uuid|inner:uuid`. */
  readonly ns: string
  readonly step: number | undefined
  readonly triggers: readonly string[]
  /** Which of several that one node sent out together. */
  readonly sent: number | undefined
}

/** What one family of attributes says about a span; a span often bears several families at once. */
export type SpanFacts = {
  readonly kind?: SpanKind | undefined
  /** The kind says no more than "part of an agent's work"; any other family knows better. */
  readonly isWeak?: boolean | undefined
  readonly label?: string | undefined
  readonly agent?: string | undefined
  readonly runName?: string | undefined
  readonly session?: string | undefined
  readonly user?: string | undefined
  readonly model?: string | undefined
  readonly provider?: string | undefined
  readonly usage?: Usage | undefined
  readonly inputs?: JsonValue | undefined
  readonly outputs?: JsonValue | undefined
  readonly inputMessages?: readonly ChatMessage[] | undefined
  readonly outputMessages?: readonly ChatMessage[] | undefined
  readonly files?: readonly FileClaim[] | undefined
  readonly callId?: string | undefined
  readonly finishReason?: string | undefined
  readonly outcome?: 'failed' | 'waiting' | undefined
  readonly error?: string | undefined
  readonly graph?: { readonly id: string; readonly parent_id: string | undefined } | undefined
  readonly langgraph?: LangGraphFacts | undefined
  readonly handoffTo?: string | undefined
  /** Known by the kind of this span: its parent is an agent, of that name where it tells. */
  readonly parentAgent?: { readonly label: string | undefined } | undefined
  /** An agent that has no span of its own, only an id on its calls. */
  readonly claim?: { readonly id: string; readonly parent_id: string | undefined } | undefined
  /** A container that is the model call itself where nothing below it is one. */
  readonly isModelIfAlone?: boolean | undefined
  readonly external?: JsonObject | undefined
  readonly framework?: string | undefined
}

export type Family = (span: RawSpan) => SpanFacts | undefined

/** A span, read: its kind decided, the families merged. Times are microseconds since 1970. */
export type AgentSpan = Omit<SpanFacts, 'kind' | 'isWeak' | 'outcome' | 'label'> & {
  readonly raw: RawSpan
  /** `trace:span`, unique among all spans. */
  readonly key: string
  readonly parentKey: string | null
  readonly kind: SpanKind
  readonly label: string
  readonly start: number
  /** Null while the span is running. */
  readonly end: number | null
  readonly outcome: 'done' | 'failed' | 'waiting'
  /** Times of two spans are compared only where they come from one clock. */
  readonly clock: string
}
