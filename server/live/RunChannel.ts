import type { RunId } from '#contract/ids.ts'
import type { StreamHello, StreamMoved, StreamReset } from '#contract/stream.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'
import type { ChangeFeed } from '#server/store/ports/changes.ts'
import { CoalescingTask } from './CoalescingTask.ts'
import { changeFrame } from './runFrames.ts'
import { sseEvent } from './sse.ts'
import { Subscribers } from './Subscribers.ts'

/** Writes within this time are combined into one frame. */
const GATHER_MS = 25

export type ChannelParts = {
  readonly changes: ChangeFeed
  readonly repositories: Pick<Repositories, 'runs' | 'nodes'>
  readonly spans: Pick<SpanStore, 'movedTo'>
  readonly enricher: DAGMetadataEnricher
}

/** All subscribers to one run. What was written since the last frame is read once and sent to all of them. */
export class RunChannel {
  readonly #run_id: RunId
  readonly #parts: ChannelParts
  readonly #subscribers: Subscribers
  readonly #sending = new CoalescingTask(() => this.#sendNews(), GATHER_MS)
  /** The last write that was sent to all subscribers. */
  #seq: number
  /**
   * Readers that are being added. While there are any, the channel is not empty, even if the last subscriber leaves.
   */
  #entering = 0
  readonly #onEmpty: () => void

  /** `seq`: the number of the run's last write. `onEmpty` is called when the last reader has left. */
  constructor(run_id: RunId, seq: number, parts: ChannelParts, onEmpty: () => void) {
    this.#run_id = run_id
    this.#seq = seq
    this.#parts = parts
    this.#onEmpty = onEmpty
    this.#subscribers = new Subscribers(() => this.#checkEmpty())
  }

  /** Adds a reader that knows the run as of `after`, or has just read it. */
  async open(epoch: string, after: number | undefined): Promise<ReadableStream<Uint8Array>> {
    this.#entering += 1
    try {
      return await this.#admit(epoch, after)
    } finally {
      this.#entering -= 1
      this.#checkEmpty()
    }
  }

  async #admit(epoch: string, after: number | undefined): Promise<ReadableStream<Uint8Array>> {
    const scope = { run_id: this.#run_id }
    // Computed before the reader is added. Frames that the others receive meanwhile may overlap with its first one,
    // which is harmless, because each frame describes the current state; a frame in between would be missed otherwise.
    const missed = after === undefined || after === this.#seq ? undefined : await this.#frameSince(after)
    const hello: StreamHello = { scope, epoch, seq: missed?.seq ?? after ?? this.#seq }
    return this.#subscribers.add([sseEvent('hello', hello), ...(missed ? [missed.bytes] : [])])
  }

  /** Call this when the run may have been written. */
  wake(): void {
    this.#sending.ask()
  }

  beat(bytes: Uint8Array): void {
    this.#subscribers.send(bytes)
  }

  close(): void {
    this.#sending.stop()
    this.#subscribers.endAll()
  }

  #checkEmpty(): void {
    if (this.#entering === 0 && this.#subscribers.size === 0) this.#onEmpty()
  }

  async #sendNews(): Promise<void> {
    const frame = await this.#frameSince(this.#seq)
    if (frame === undefined) return
    this.#seq = frame.seq
    this.#subscribers.send(frame.bytes)
    if (frame.isGone) this.#subscribers.endAll()
  }

  /** Undefined if nothing was written since. */
  async #frameSince(prev: number): Promise<Frame | undefined> {
    const { changes, repositories, spans, enricher } = this.#parts
    const newest = await changes.revisionOf(this.#run_id)
    if (newest === prev) return undefined
    const found = await changes.changesSince(this.#run_id, prev)
    const frame = found && (await changeFrame(this.#run_id, prev, found, repositories, enricher))
    if (frame !== undefined) return { seq: frame.seq, bytes: sseEvent('change', frame, frame.seq), isGone: false }
    const movedTo = newest === undefined ? await spans.movedTo(this.#run_id) : undefined
    if (movedTo !== undefined) return { seq: 0, bytes: movedFrame(this.#run_id, movedTo), isGone: true }
    const reset: StreamReset = { scope: { run_id: this.#run_id }, seq: newest ?? 0 }
    return { seq: reset.seq, bytes: sseEvent('reset', reset, reset.seq), isGone: newest === undefined }
  }
}

export function movedFrame(run_id: RunId, moved_to: RunId): Uint8Array {
  const frame: StreamMoved = { scope: { run_id }, moved_to }
  return sseEvent('moved', frame)
}

type Frame = { readonly seq: number; readonly bytes: Uint8Array; readonly isGone: boolean }
