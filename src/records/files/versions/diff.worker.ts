import { lineChanges } from './lineChanges.ts'
import type { DiffQuestion } from './diffClient.ts'

/** Answers each message with one reply. */
addEventListener('message', ({ data }: MessageEvent<DiffQuestion>) => {
  postMessage(lineChanges(data.older, data.newer))
})
