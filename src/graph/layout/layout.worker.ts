import type { Direction, Topology } from './GraphLayout.ts'
import { layoutGraph } from './layoutGraph.ts'

/** One question at a time, one answer each; the client ends the worker where it cannot wait, since dagre cannot be interrupted. */
addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly topology: Topology; readonly direction: Direction }>) => {
    postMessage(layoutGraph(data.topology, data.direction))
  },
)
