import { paintTimeline } from '#src/timeline/chart/paintTimeline.ts'
import type { ChartColours } from '#src/timeline/chart/chartColours.ts'
import { NOTHING } from '#src/timeline/chart/chartStore.ts'
import { pictureOf } from '#src/timeline/chart/picture.ts'
import { placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { backOf, shownLanes } from '#src/timeline/model/shownLanes.ts'
import { NodeId } from '#contract/ids.ts'
import { error, event, nameOf, node, timelineOf } from '#tests/support/app/rows.ts'
import { expect, it } from 'vitest'

const { lanes, ...rest } = timelineOf({
  nodes: [
    node('fine', { from: 0, to: 50 }),
    node('failed', { from: 50, to: 100 }, { status: 'failed' }),
    node('erring', { from: 0, to: 100 }),
  ],
  events: [error('bad', 10, { node_id: 'erring' }), event('of the run', { from: 0, to: 5 }, { node_id: null })],
})
const only = (node_id: string) => new Set([NodeId.parse(node_id)])

it('shows only the lanes of failed nodes and of errors on request', () => {
  expect(shownLanes(lanes, 'all')).toBe(lanes)
  expect(shownLanes(lanes, 'failed').map(nameOf)).toEqual(['failed', 'erring'])
})

it('puts all lanes back whose node does not match, the run among them', () => {
  expect(backOf(lanes, undefined)).toBeUndefined()
  expect(lanes.map(nameOf)).toEqual(['run', 'fine', 'failed', 'erring'])
  expect([...(backOf(lanes, only('failed')) ?? [])]).toEqual([1, 1, 0, 1])
})

/** Whether the bar of each node is painted faintly, and the texts that a frame paints. */
function painted(matching: ReturnType<typeof only> | undefined) {
  const filled: number[] = []
  const texts: string[] = []
  const context = {
    globalAlpha: 1,
    fillStyle: '',
    fillRect: (_x: number, _y: number, _width: number, height: number) => {
      if (height === 16) filled.push(context.globalAlpha)
    },
    fillText: (text: string) => texts.push(text),
    measureText: (text: string) => ({ width: text.length * 6 }),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all other calls and settings are ignored
  const ignoring = new Proxy(context, {
    get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
  }) as unknown as CanvasRenderingContext2D
  const timeline = { lanes, ...rest }
  const placed = placeLanes(lanes, { folded: true, exceptions: new Set() })
  const back = backOf(lanes, matching)
  const model = { timeline, placed, gaps: [], path: undefined, selected: undefined, selectedRow: undefined, back }
  const state = { window: undefined, width: 1012, height: 600, top: 0, hovered: NOTHING, cursor: undefined }
  const picture = pictureOf(model, state)
  if (!picture) throw new Error('there is something to paint')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- colours do not matter here
  const colours = { tones: [], font: 'serif', icons: new Map() } as unknown as ChartColours
  paintTimeline(ignoring, picture, colours)
  return { dimmed: filled.map((opacity) => opacity < 1), texts }
}

it('paints the bars of other nodes faintly under a filter, and labels only those that match', () => {
  const whole = painted(undefined)
  expect(whole.dimmed).toEqual([false, false, false])
  expect(whole.texts).toEqual(
    expect.arrayContaining(lanes.map((lane) => (lane.kind === 'run' ? 'Run' : lane.node.label))),
  )
  const { dimmed, texts } = painted(only('failed'))
  expect(dimmed).toEqual([true, false, true])
  expect(texts).not.toContain('Run')
})
