import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { AgentSpan, SpanFacts } from './AgentSpan.ts'
import { textAt } from './attributes.ts'

type Outcome = Pick<AgentSpan, 'outcome' | 'error'>

/** LangGraph ends a node by an exception also where a person is asked, and where a node hands over to the graph around it. */
const INTERRUPT = /\b(?:GraphInterrupt|NodeInterrupt)\b/
const HANDED_OVER = /\bParentCommand\b/

/**
 * Whether a span failed: by its status, by the level that Langfuse writes instead, by what a family says, or by an
 * exception that left it while nobody set a status.
 */
export function outcomeOf(span: RawSpan, facts: readonly SpanFacts[]): Outcome {
  const exceptions = span.events.filter(({ name }) => name === 'exception').map(({ attributes }) => attributes)
  const escaped = exceptions.some(
    ({ ['exception.escaped']: is }) => is === true || (typeof is === 'string' && /^true$/i.test(is)),
  )
  const said = facts.find(({ outcome }) => outcome !== undefined)?.outcome
  const isFailed = span.status.code === 2 || said === 'failed' || (span.status.code === 0 && escaped)
  if (!isFailed) return { outcome: said === 'waiting' ? 'waiting' : 'done', error: undefined }
  const last = exceptions.at(-1)
  const type = last && textAt(last, 'exception.type')
  const message = last && textAt(last, 'exception.message')
  const error =
    (span.status.message.trim() === '' ? undefined : span.status.message) ??
    facts.find((one) => one.error !== undefined)?.error ??
    (message === undefined ? type : type === undefined ? message : `${type}: ${message}`) ??
    textAt(span.attributes, 'error.message', 'error.type') ??
    'failed'
  const words = `${error} ${type ?? ''}`
  if (INTERRUPT.test(words)) return { outcome: 'waiting', error: undefined }
  return HANDED_OVER.test(words) ? { outcome: 'done', error: undefined } : { outcome: 'failed', error }
}
