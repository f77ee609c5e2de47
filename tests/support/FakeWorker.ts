import type { Answered, Asked } from '#src/lib/askWorker.ts'

/** A worker that speaks the protocol of `askWorker` and answers when the test says so. */
export class FakeWorker extends EventTarget {
  /** All that were made since the last `forget`, the latest last. */
  static made: FakeWorker[] = []
  static forget(): void {
    FakeWorker.made = []
  }
  static get latest(): FakeWorker {
    const worker = FakeWorker.made.at(-1)
    if (!worker) throw new Error('no worker was made')
    return worker
  }

  readonly asked: Asked<unknown>[] = []
  readonly name: string | undefined
  isEnded = false

  constructor(_url?: URL, options?: { readonly name?: string }) {
    super()
    this.name = options?.name
    FakeWorker.made.push(this)
  }
  postMessage(asked: Asked<unknown>): void {
    this.asked.push(asked)
  }
  terminate(): void {
    this.isEnded = true
  }
  reply(data: Answered<unknown>): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  answerLatest(answer: unknown): void {
    this.reply({ number: this.asked.at(-1)?.number ?? 0, answer })
  }
  breakDown(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }))
  }
}
