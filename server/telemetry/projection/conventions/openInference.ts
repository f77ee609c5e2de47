import type { JsonObject } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { Convention, SpanFacts, SpanKind } from '../AgentSpan.ts'
import { isObject, jsonAt, numberAt, present, textAt } from '../attributes.ts'
import { type ChatMessage, messagesIn } from '../chatMessages.ts'

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['AGENT', 'agent'],
  ['CHAIN', 'container'],
  ['PROMPT', 'container'],
  ['TOOL', 'tool'],
  ['LLM', 'model'],
  ['EMBEDDING', 'embedding'],
  ['RETRIEVER', 'retrieval'],
  ['RERANKER', 'retrieval'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
])

/** OpenInference: LangChain, LlamaIndex, OpenAI Agents, CrewAI, Agno and many more. */
export const openInference: Convention = (span) => {
  const { attributes } = span
  const written = textAt(attributes, 'openinference.span.kind')
  if (written === undefined) return undefined
  const graph = graphOf(attributes)
  const kind = kindOf(written.toUpperCase(), attributes, graph !== undefined)
  const metadata = jsonAt(attributes, 'metadata')
  return {
    kind,
    isWeak: kind === 'container',
    label: labelOf(span, kind, graph),
    agent: kind === 'agent' ? textAt(attributes, 'agent.name') : undefined,
    session:
      textAt(attributes, 'session.id') ??
      (isObject(metadata) ? textAt(metadata, 'session_id', 'thread_id') : undefined),
    user: textAt(attributes, 'user.id'),
    model: textAt(attributes, 'llm.model_name', 'embedding.model_name', 'reranker.model_name'),
    provider: textAt(attributes, 'llm.provider', 'llm.system'),
    usage: {
      input: numberAt(attributes, 'llm.token_count.prompt'),
      output: numberAt(attributes, 'llm.token_count.completion'),
      cached: numberAt(attributes, 'llm.token_count.prompt_details.cache_read'),
      reasoning: numberAt(attributes, 'llm.token_count.completion_details.reasoning'),
      cost_usd: numberAt(attributes, 'llm.cost.total'),
    },
    inputs: jsonAt(attributes, 'input.value', 'tool.parameters'),
    outputs: jsonAt(attributes, 'output.value') ?? documentsOf(attributes),
    ...messagesOf(attributes, kind),
    callId: textAt(attributes, 'tool_call.id'),
    finishReason: textAt(attributes, 'llm.finish_reason'),
    graph,
    framework: 'openinference',
  }
}

/** Some emitters put graph ids on LLM and TOOL spans too; those stay calls. */
function kindOf(written: string, attributes: JsonObject, hasGraphId: boolean): SpanKind | undefined {
  // Guardrails of OpenAI Agents arrive as chains.
  if (attributes['guardrail.triggered'] !== undefined) return 'guardrail'
  const kind = KINDS.get(written)
  return kind === 'container' && hasGraphId ? 'step' : kind
}

function graphOf(attributes: JsonObject): SpanFacts['graph'] {
  const id = textAt(attributes, 'graph.node.id')
  return id === undefined ? undefined : { id, parent_id: textAt(attributes, 'graph.node.parent_id') }
}

/** Agno's ids are random, `5f0c2a…`; others use the agent's name as the id. */
const OPAQUE = /^(?:[a-z]+[_-])?(?:[0-9a-f]{8,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{19,})$/i

function labelOf(span: RawSpan, kind: SpanKind | undefined, graph: SpanFacts['graph']): string | undefined {
  const { attributes } = span
  const said = textAt(attributes, 'graph.node.name', 'agent.name')
  if (kind === 'tool' || kind === 'guardrail') return textAt(attributes, 'tool.name') ?? said
  if (kind !== 'agent' && kind !== 'step') return undefined
  if (graph === undefined) return said
  return OPAQUE.test(graph.id) ? (said ?? graph.id) : graph.id
}

function messagesOf(attributes: JsonObject, kind: SpanKind | undefined) {
  const input = flattened(attributes, 'llm.input_messages.')
  const output = flattened(attributes, 'llm.output_messages.')
  const isTalk = kind === 'model' || kind === 'agent' || kind === 'step' || kind === 'container'
  return {
    inputMessages: input.length > 0 || !isTalk ? input : messagesIn(attributes['input.value'], 'user'),
    outputMessages: output.length > 0 || !isTalk ? output : messagesIn(attributes['output.value'], 'assistant'),
  }
}

/**
 * `llm.input_messages.0.message.role`, `….0.message.contents.1.message_content.text`: lists flattened into
 * attributes.
 */
function flattened(attributes: JsonObject, prefix: string): readonly ChatMessage[] {
  const messages: ChatMessage[] = []
  for (let at = 0; ; at++) {
    const start = `${prefix}${at}.message.`
    const role = textAt(attributes, `${start}role`)
    if (role === undefined) return messages
    const parts: string[] = []
    for (let part = 0; ; part++) {
      const content = `${start}contents.${part}.message_content.`
      if (attributes[`${content}type`] === undefined && attributes[`${content}text`] === undefined) break
      parts.push(textAt(attributes, `${content}text`) ?? '')
    }
    const text = parts.some(Boolean) ? parts.filter(Boolean).join('\n') : textAt(attributes, `${start}content`)
    messages.push(...messagesIn(present({ role, content: text ?? '' }), role))
  }
}

function documentsOf(attributes: JsonObject) {
  const documents: JsonObject[] = []
  for (let at = 0; ; at++) {
    const start = `retrieval.documents.${at}.document.`
    const content = textAt(attributes, `${start}content`)
    const id = textAt(attributes, `${start}id`)
    if (content === undefined && id === undefined) return documents.length > 0 ? documents : undefined
    documents.push(present({ id, content, score: numberAt(attributes, `${start}score`) }))
  }
}
