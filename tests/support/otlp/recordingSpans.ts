import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import type { RejectedFor } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** A store of the span port that keeps what it was given, and fails or waits where a test wants it to. */
export class RecordingSpans {
  readonly accepted: RawSpan[] = []
  /** What the next calls do before they accept anything. */
  readonly before: (() => Promise<void>)[] = []

  async acceptSpans(spans: readonly RawSpan[]): Promise<readonly RejectedFor[]> {
    await this.before.shift()?.()
    this.accepted.push(...spans)
    return []
  }
}

/** A store whose spans are these. */
export function storeWith(recording: RecordingSpans) {
  const store = createMemoryStore()
  return {
    ...store,
    spans: {
      acceptSpans: (spans: readonly RawSpan[]) => recording.acceptSpans(spans),
      listDue: store.spans.listDue.bind(store.spans),
      renewClaims: store.spans.renewClaims.bind(store.spans),
      backlog: store.spans.backlog.bind(store.spans),
      retrySetAside: store.spans.retrySetAside.bind(store.spans),
      listSetAside: store.spans.listSetAside.bind(store.spans),
      markFailed: store.spans.markFailed.bind(store.spans),
      received: store.spans.received.bind(store.spans),
      spansOfRun: store.spans.spansOfRun.bind(store.spans),
      movedTo: store.spans.movedTo.bind(store.spans),
      markProjected: store.spans.markProjected.bind(store.spans),
      listUnassignedCalls: store.spans.listUnassignedCalls.bind(store.spans),
      findUnassignedCall: store.spans.findUnassignedCall.bind(store.spans),
      onSpans: store.spans.onSpans.bind(store.spans),
    },
  }
}
