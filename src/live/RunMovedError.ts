import type { RunId } from '#contract/ids.ts'

/** The run that is followed is gone, for another one has all of it. Ends the stream, which has nothing more to tell. */
export class RunMovedError extends Error {
  override readonly name = 'RunMovedError'
  readonly to: RunId
  constructor(to: RunId) {
    super(`The run moved to ${to}.`)
    this.to = to
  }
}
