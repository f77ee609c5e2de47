import { SpanStatusCode, type Attributes, type Span, SpanKind, type Tracer } from '@opentelemetry/api'

/** What every agent of the demo works with. */
export type Stage = {
  readonly tracer: Tracer
  /** Runs that bear the same one are shown as one session. */
  readonly conversation: string
  /** Takes the time that a model or a tool would. */
  readonly pause: (seconds: number) => Promise<void>
  /** Tells the person at the terminal what was just done. */
  readonly say: (who: string, what: string) => void
}

type Described = { readonly name: string; readonly kind?: SpanKind; readonly attributes: Attributes }

/** Does some work inside a span, which becomes the parent of whatever the work starts. A failure is told and thrown on. */
export function inSpan<Result>(
  { tracer, conversation }: Stage,
  { name, kind = SpanKind.INTERNAL, attributes }: Described,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const all = { 'gen_ai.conversation.id': conversation, ...attributes }
  return tracer.startActiveSpan(name, { kind, attributes: all }, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
      span.recordException({ name, message })
      span.setAttribute('error.type', name)
      span.setStatus({ code: SpanStatusCode.ERROR, message })
      throw error
    } finally {
      span.end()
    }
  })
}
