import type { EnrichedEdge } from '#contract/summaries.ts'
import { boundsOf } from '#src/graph/layout/boundsOf.ts'
import type { GraphLayout, Place, Point } from '#src/graph/layout/GraphLayout.ts'
import type { TieData } from '#src/graph/model/tieData.ts'
import { sceneOf, type Scene } from '#src/graph/surface/Scene.ts'

export type Line = {
  readonly from: number
  readonly to: number
  readonly route: readonly Point[]
  readonly messages?: number
}

/** A scene of cards at these places, called `c0`, `c1` and so on, and of lines between them. */
export function aScene(positions: readonly Place[], lines: readonly Line[] = []): Scene {
  const ids = positions.map((_, card) => `c${card}`)
  const places = { positions, routes: lines.map(({ route }) => route), frames: [] }
  const layout: GraphLayout = {
    ...places,
    direction: 'right',
    bounds: boundsOf(places),
    labels: lines.map(() => undefined),
    backEdges: [],
  }
  const ties = lines.map(({ from, to, route, messages = 0 }): TieData => ({
    edges: [] as readonly EnrichedEdge[],
    dependency_type: 'sequential',
    isDerived: false,
    condition: null,
    message_count: messages,
    from: ids[from] ?? '',
    to: ids[to] ?? '',
    route,
    labelAt: undefined,
    isBack: false,
  }))
  return sceneOf({ picture: { ids, ties: lines.map(({ from, to }) => [from, to] as const) }, layout }, ties)
}

export const card = (x: number, y: number): Place => ({ x, y, width: 220, height: 64 })
