import type { JsonObject } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { AgentSpan, Convention, SpanFacts, SpanKind, Usage } from './AgentSpan.ts'
import { textAt } from './attributes.ts'
import type { ChatMessage } from './chatMessages.ts'
import { aiSdk } from './conventions/aiSdk.ts'
import { claudeCode } from './conventions/claudeCode.ts'
import { genAi } from './conventions/genAi.ts'
import { langfuse } from './conventions/langfuse.ts'
import { langGraph } from './conventions/langGraph.ts'
import { langSmith } from './conventions/langSmith.ts'
import { mastra } from './conventions/mastra.ts'
import { openAiAgents } from './conventions/openAiAgents.ts'
import { openInference } from './conventions/openInference.ts'
import { traceloop } from './conventions/traceloop.ts'
import { outcomeOf } from './spanOutcome.ts'

/** Precedence of the conventions for a span's kind, highest first. */
const BY_KIND: readonly Convention[] = [
  langGraph,
  openAiAgents,
  langfuse,
  openInference,
  mastra,
  traceloop,
  genAi,
  aiSdk,
  langSmith,
  claudeCode,
]
/** Precedence for payloads: conventions that preserve the structure of messages first. */
const BY_PAYLOAD = [genAi, aiSdk, openInference, langfuse, mastra, traceloop, langSmith, claudeCode]

/** Normalises a span: collects the facts from every convention that applies, and merges them. */
export function normalizeSpan(raw: RawSpan): AgentSpan {
  const told = new Map<Convention, SpanFacts>()
  for (const convention of BY_KIND) {
    const facts = convention(raw)
    if (facts) told.set(convention, facts)
  }
  const facts = [...told.values()]
  const payloads = BY_PAYLOAD.flatMap((convention) => told.get(convention) ?? [])
  const kind = kindOf(facts, raw.attributes)
  const { outcome, error } = outcomeOf(raw, facts)
  const start = microseconds(raw.start_ns)
  const isOpen = raw.end_ns === null || /^0*$/.test(raw.end_ns)
  return {
    raw,
    key: `${raw.trace_id}:${raw.span_id}`,
    parentKey: raw.parent_span_id === null ? null : `${raw.trace_id}:${raw.parent_span_id}`,
    kind,
    label: first(facts, 'label') ?? plainName(raw),
    start,
    end: isOpen ? null : Math.max(start, microseconds(raw.end_ns ?? '0')),
    outcome,
    error,
    clock: `${textAt(raw.resource, 'service.name') ?? ''}@${textAt(raw.resource, 'host.name', 'host.id') ?? ''}`,
    agent: first(facts, 'agent'),
    runName: first(facts, 'runName'),
    session: first(facts, 'session'),
    user: first(facts, 'user'),
    model: first(facts, 'model'),
    provider: first(facts, 'provider'),
    usage: usageOf(payloads),
    inputs: first(payloads, 'inputs'),
    outputs: first(payloads, 'outputs'),
    inputMessages: inputMessagesOf(payloads),
    outputMessages: firstFilled(payloads, 'outputMessages'),
    files: firstFilled(payloads, 'files'),
    callId: first(facts, 'callId'),
    finishReason: first(facts, 'finishReason'),
    graph: first(facts, 'graph'),
    langgraph: first(facts, 'langgraph'),
    handoffTo: first(facts, 'handoffTo'),
    parentAgent: first(facts, 'parentAgent') ?? callingAgent(told, kind),
    claim: first(facts, 'claim'),
    isModelIfAlone: first(facts, 'isModelIfAlone'),
    external: Object.assign({}, ...facts.map((said) => said.external ?? {})),
    framework: kind === 'noise' ? undefined : frameworkOf(raw, facts),
  }
}

/**
 * By the plain conventions, a call runs directly within its agent, and some emitters name that agent on the call.
 * (Frameworks with a step in between use attributes of their own.)
 */
function callingAgent(told: ReadonlyMap<Convention, SpanFacts>, kind: SpanKind): SpanFacts['parentAgent'] {
  const agent = told.get(genAi)?.agent
  return told.size === 1 && agent !== undefined && (kind === 'model' || kind === 'tool') ? { label: agent } : undefined
}

function first<Name extends keyof SpanFacts>(facts: readonly SpanFacts[], name: Name): SpanFacts[Name] {
  for (const said of facts) if (said[name] !== undefined) return said[name]
  return undefined
}

function firstFilled<Name extends 'outputMessages' | 'files'>(
  facts: readonly SpanFacts[],
  name: Name,
): SpanFacts[Name] {
  for (const said of facts) if (said[name] !== undefined && said[name].length > 0) return said[name]
  return undefined
}

/** Some conventions contain only the instructions where others have the prompt. */
function inputMessagesOf(facts: readonly SpanFacts[]): AgentSpan['inputMessages'] {
  const filled = facts.flatMap(({ inputMessages }) => (inputMessages === undefined ? [] : [inputMessages]))
  const isTalk = (messages: readonly ChatMessage[]) => messages.some(({ role }) => role !== 'system')
  const [first] = filled.filter((messages) => messages.length > 0)
  const talk = filled.find(isTalk)
  if (first === undefined || talk === undefined || talk === first) return first
  return talk.some(({ role }) => role === 'system') ? talk : [...first, ...talk]
}

function kindOf(facts: readonly SpanFacts[], attributes: JsonObject): SpanKind {
  const kinds = facts.filter((said) => said.kind !== undefined)
  const [said] = [...kinds.filter(({ isWeak }) => isWeak !== true), ...kinds]
  if (said?.kind !== undefined) return said.kind
  if (textAt(attributes, 'gen_ai.tool.name') !== undefined) return 'tool'
  return textAt(attributes, 'gen_ai.request.model', 'gen_ai.response.model', 'llm.model_name') === undefined
    ? 'noise'
    : 'model'
}

function usageOf(facts: readonly SpanFacts[]): Usage {
  const told = facts.flatMap(({ usage }) => usage ?? [])
  const [only] = told
  if (only !== undefined && told.length === 1) return only
  const one = (name: keyof Usage) => told.find((usage) => usage[name] !== undefined)?.[name]
  return {
    input: one('input'),
    output: one('output'),
    cached: one('cached'),
    reasoning: one('reasoning'),
    cost_usd: one('cost_usd'),
  }
}

/** A span's name is the last choice for a label, without the operation that the conventions prepend. */
function plainName({ name, attributes }: RawSpan): string {
  const operation = textAt(attributes, 'gen_ai.operation.name')
  const plain = operation !== undefined && name.startsWith(`${operation} `) ? name.slice(operation.length + 1) : name
  return plain.trim() === '' ? 'unnamed' : plain
}

/** Truncates nanoseconds, which a number cannot hold exactly: rows store microseconds. */
const microseconds = (nanoseconds: string): number => Number(nanoseconds.slice(0, -3))

/** The most specific name. A generic convention is used only if no framework is recognised. */
function frameworkOf({ scope }: RawSpan, facts: readonly SpanFacts[]): string | undefined {
  const byScope = /crewai|agno|llama[-_]?index|autogen|strands|pydantic[-_]ai/i.exec(scope.name)?.[0]
  if (byScope !== undefined) return byScope.toLowerCase().replaceAll('-', '_')
  const names = facts.flatMap(({ framework }) => framework ?? [])
  return names.find((name) => name !== 'openinference' && name !== 'genai') ?? names[0]
}
