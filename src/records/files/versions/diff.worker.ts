import { lineChanges } from './lineChanges.ts'
import type { DiffQuestion } from './diffClient.ts'

/** One question, one answer. */
addEventListener('message', ({ data }: MessageEvent<DiffQuestion>) => {
  postMessage(lineChanges(data.older, data.newer))
})
