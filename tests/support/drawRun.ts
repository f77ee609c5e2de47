import { NodeId } from '#contract/ids.ts'
import type { FoldNode } from '#src/graph/folding/FoldInput.ts'
import { drawPicture, type PictureQuestion } from '#src/graph/layout/drawPicture.ts'
import * as z from 'zod/mini'
import type { Drawn } from './drawingFigures.ts'

export type Pairs = readonly (readonly [from: number, to: number])[]
export type SomeRun = {
  readonly labels: readonly string[]
  readonly edges: Pairs
  readonly statuses?: readonly string[]
  /** The index of the parent of a node, by its own. */
  readonly parents?: Readonly<Record<number, number>>
}

/** What a window of 1440 × 900 pixels leaves to the picture. */
export const CANVAS = { width: 1120, height: 720 }

/** The question for the picture of a run, whose nodes are called `n0`, `n1` and so on. */
export function questionOf({ labels, edges, statuses = [], parents = {} }: SomeRun) {
  const nodes = labels.map((label, at): FoldNode => {
    const parent = parents[at]
    return {
      node_id: `n${at}`,
      node_type: 'agent',
      agent: null,
      label,
      status: statuses[at] ?? 'completed',
      parent_node_id: parent === undefined ? null : `n${parent}`,
    }
  })
  return {
    source: { ids: nodes.map(({ node_id }) => z.parse(NodeId, node_id)), edges, labelled: [] },
    statuses: nodes.map(({ status }) => status),
    nodes,
    fold: 'needed' as const,
    opened: [],
    byHand: [],
    pinned: -1,
    direction: 'auto' as const,
    canvas: CANVAS,
  }
}

export const drawRun = (run: SomeRun, over: Partial<PictureQuestion> = {}) =>
  drawPicture({ ...questionOf(run), ...over })

const SAMPLES: readonly number[] = Array.from({ length: 30 }, (_, at) => 1 + at * 3)

/** A plan, thirty samples that each lead a group of two steps, and an end. */
export const SAMPLED: SomeRun = {
  labels: ['plan', ...SAMPLES.flatMap((_, at) => [`sample ${at}`, `align ${at}`, `sort ${at}`]), 'end'],
  edges: SAMPLES.flatMap((first): Pairs => [
    [0, first],
    [first, first + 1],
    [first + 1, first + 2],
    [first + 2, 91],
  ]),
  parents: Object.fromEntries(SAMPLES.flatMap((first) => [1, 2].map((step) => [first + step, first]))),
}

/** A picture as `drawingFigures` judges it. */
export const judgedOf = ({ picture, layout }: ReturnType<typeof drawRun>): Drawn => ({
  nodes: layout.positions.map((place, at) => ({ id: picture.ids[at] ?? '', ...place })),
  edges: picture.ties.map(([from, to], at) => ({
    from: picture.ids[from] ?? '',
    to: picture.ids[to] ?? '',
    points: layout.routes[at] ?? [],
  })),
})
