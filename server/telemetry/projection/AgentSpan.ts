import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { ChatMessage } from './chatMessages.ts'

/**
 * The role of a span in an agent run. `agent`, `step` and `planning` become nodes; `workflow` and `container` are
 * transparent; calls become events; `noise` is all other telemetry (HTTP, SQL, …).
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
/** A call of a model, a tool or the like, shown as events within a node. */
export const isCallKind = (kind: SpanKind): boolean => !NODE_KINDS.has(kind) && !TRANSPARENT.has(kind)

/** Model calls and handoffs become one event. Other calls become a start and an end, with room for nested events. */
export const isOneEvent = (kind: SpanKind): boolean => kind === 'model' || kind === 'embedding' || kind === 'handoff'

export type Usage = {
  readonly input?: number | undefined
  readonly output?: number | undefined
  readonly cached?: number | undefined
  readonly reasoning?: number | undefined
  readonly cost_usd?: number | undefined
}

/** A file that a span reports: with its content in base64 or as text, or only by its location. */
export type FileClaim = {
  readonly name?: string | undefined
  readonly uri?: string | undefined
  readonly mime?: string | undefined
  readonly base64?: string | undefined
  readonly text?: string | undefined
  /** Size in bytes, if the content itself is not included. */
  readonly size?: number | undefined
  /** Whether the file was only read. */
  readonly isRead?: boolean | undefined
}

/** LangGraph's metadata, which every span within a node inherits. */
export type LangGraphFacts = {
  readonly node: string
  /** Identifies one execution of a node, `outer:uuid|inner:uuid`. */
  readonly ns: string
  readonly step: number | undefined
  readonly triggers: readonly string[]
  /** The index among several sends from one node. */
  readonly sent: number | undefined
}

/** What one convention's attributes say about a span. A span often follows several conventions. */
export type SpanFacts = {
  readonly kind?: SpanKind | undefined
  /** The kind only means "part of an agent's work"; any other convention takes precedence. */
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
  /** The kind of this span implies that its parent is an agent, with this name if known. */
  readonly parentAgent?: { readonly label: string | undefined } | undefined
  /** An agent without a span of its own, known only from an id on its calls. */
  readonly claim?: { readonly id: string; readonly parent_id: string | undefined } | undefined
  /** A container that is itself the model call if it contains none. */
  readonly isModelIfAlone?: boolean | undefined
  readonly external?: JsonObject | undefined
  readonly framework?: string | undefined
}

export type Convention = (span: RawSpan) => SpanFacts | undefined

/**
 * A span after normalisation: its kind is decided and the conventions are merged. Times are microseconds since 1970.
 */
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
  /** Times of two spans are compared only if they come from the same clock. */
  readonly clock: string
}
