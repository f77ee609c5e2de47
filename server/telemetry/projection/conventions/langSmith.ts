import type { Convention, SpanKind } from '../AgentSpan.ts'
import { present, textAt } from '../attributes.ts'

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['chain', 'container'],
  ['prompt', 'container'],
  ['parser', 'container'],
  ['llm', 'model'],
  ['tool', 'tool'],
  ['retriever', 'retrieval'],
  ['embedding', 'embedding'],
])

/** LangSmith's OpenTelemetry mode. Its `langsmith.trace.session_*` attributes name a project, not a conversation. */
export const langSmith: Convention = ({ attributes }) => {
  const written = textAt(attributes, 'langsmith.span.kind')
  const external = textAt(attributes, 'langsmith.trace.id')
  if (written === undefined && external === undefined) return undefined
  const kind = KINDS.get(written?.toLowerCase() ?? '')
  return {
    kind,
    isWeak: kind === 'container',
    label: textAt(attributes, 'langsmith.trace.name'),
    session: textAt(
      attributes,
      'langsmith.metadata.session_id',
      'langsmith.metadata.thread_id',
      'langsmith.metadata.conversation_id',
    ),
    external: present({ 'langsmith.trace.id': external }),
    framework: 'langsmith',
  }
}
