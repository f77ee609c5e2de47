import type { RunId } from '#contract/ids.ts'

/** The followed run is gone: all its data moved to another run. Ends the stream. */
export class RunMovedError extends Error {
  override readonly name = 'RunMovedError'
  readonly to: RunId
  constructor(to: RunId) {
    super(`The run moved to ${to}.`)
    this.to = to
  }
}
