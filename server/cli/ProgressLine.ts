import type { OldSize } from '#server/import/OldSource.ts'
import { progressText } from './progressText.ts'

const REDRAW_MS = 100
/** Where nobody watches, as in a log, a line now and then is enough. */
const LOG_MS = 10_000

/** Shows how far an import is, on standard error: one line that is drawn again in a terminal, a few lines in a log. */
export class ProgressLine {
  readonly #total: OldSize
  readonly #started = performance.now()
  readonly #isTerminal = process.stderr.isTTY
  #shown = this.#isTerminal ? -Infinity : this.#started

  constructor(total: OldSize) {
    this.#total = total
  }

  show(read: OldSize): void {
    const now = performance.now()
    if (now - this.#shown < (this.#isTerminal ? REDRAW_MS : LOG_MS)) return
    this.#shown = now
    const text = progressText(read, this.#total, now - this.#started)
    process.stderr.write(this.#isTerminal ? `\r${text}\u001B[K` : `${text}\n`)
  }

  /** Leaves the terminal's line to what comes next. */
  end(): void {
    if (this.#isTerminal) process.stderr.write('\r\u001B[K')
  }
}
