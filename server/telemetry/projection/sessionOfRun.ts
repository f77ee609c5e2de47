import type { Session } from '#contract/entities.ts'
import { SessionId } from '#contract/ids.ts'
import { NewSessionId } from '#contract/newIds.ts'
import { textAt } from './attributes.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import { shortened } from './telemetryIds.ts'
import type { Timestamp } from '#contract/timestamps.ts'

/**
 * The conversation named by the outermost span that names one. Otherwise one session per service, so that runs
 * without a conversation don't fill the list of sessions.
 */
export function sessionOfRun(tree: SpanTree, first: Timestamp | null, last: Timestamp | null): Session {
  const named = outermost(tree.spans, ({ span }) => span.session)
  const services = [...new Set(tree.spans.map(({ span }) => textAt(span.raw.resource, 'service.name') ?? 'unknown'))]
  const service = services.sort()[0] ?? 'unknown'
  return {
    session_id: named === undefined ? sessionId(`service:${service}`, 'service:') : sessionId(named, 'session:'),
    user_id: outermost(tree.spans, ({ span }) => span.user) ?? null,
    name: named === undefined ? service : null,
    status: null,
    created_at: first,
    last_active_at: last,
    meta: {
      source: 'telemetry',
      explicit: named !== undefined,
      ...(named === undefined ? { service } : { external_id: named }),
    },
  }
}

/** Replaces an invalid id with one derived from it. */
function sessionId(text: string, prefix: string): SessionId {
  const id = NewSessionId.safeParse(text)
  return id.success ? id.data : SessionId.parse(`${prefix}${shortened(text)}`)
}

/** Spans are sorted by depth, then by start. */
function outermost(spans: readonly TreeSpan[], read: (one: TreeSpan) => string | undefined): string | undefined {
  let best: { readonly depth: number; readonly value: string } | undefined
  for (const one of spans) {
    const value = read(one)
    if (value !== undefined && (best === undefined || one.depth < best.depth)) best = { depth: one.depth, value }
  }
  return best?.value
}
