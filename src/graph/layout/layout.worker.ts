import type { Direction, Topology } from './GraphLayout.ts'
import { layoutGraph } from './layoutGraph.ts'

/** One question, one answer: the client makes a worker for each layout and ends it, since dagre cannot be interrupted. */
addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly topology: Topology; readonly direction: Direction }>) => {
    postMessage(layoutGraph(data.topology, data.direction))
  },
)
