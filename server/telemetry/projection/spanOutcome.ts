import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { AgentSpan, SpanFacts } from './AgentSpan.ts'
import { textAt } from './attributes.ts'

type Outcome = Pick<AgentSpan, 'outcome' | 'error'>

/** LangGraph ends a node with an exception also to ask a person, and to hand over to the enclosing graph. */
const INTERRUPT = /\b(?:GraphInterrupt|NodeInterrupt)\b/
const HANDED_OVER = /\bParentCommand\b/

/**
 * Whether a span failed: by its status, by Langfuse's level, by a convention, or by an escaped exception if no status
 * is set.
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
