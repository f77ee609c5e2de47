import { expect, test, vi } from 'vitest'
import type { JsonObject } from '#contract/json.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { agent, handmadeSpan, RUN } from '#tests/support/handmadeSpans.ts'

/* Traces of shapes that no program means. Where the work grew with the square of the spans, these took minutes and more. */

vi.setConfig({ testTimeout: 120_000 })

const SPANS = 20_000
const many = (make: (at: number) => Parameters<typeof handmadeSpan>[0]): readonly RawSpan[] =>
  Array.from({ length: SPANS }, (_, at) => handmadeSpan(make(at)))

const langGraph = (name: string, step: number, execution: number, trigger: string): JsonObject => ({
  'openinference.span.kind': 'CHAIN',
  metadata: JSON.stringify({
    langgraph_node: name,
    langgraph_step: step,
    langgraph_triggers: [trigger],
    langgraph_checkpoint_ns: `${name}:${execution}`,
  }),
})
const node = (at: number, attributes: JsonObject, name = `n${at}`) => ({
  id: at + 1,
  from: at,
  to: at + 1,
  name,
  attributes,
})

const SHAPES: readonly (readonly [string, () => readonly RawSpan[]])[] = [
  [
    'steps of a LangGraph that each name an earlier one',
    () => many((at) => node(at, langGraph(`n${at}`, at, at, `join:n${at - 1}+nobody:n${at}`))),
  ],
  [
    'steps of a LangGraph whose triggers nobody has',
    () => many((at) => node(at, langGraph(`n${at}`, at, at, 'nobody'))),
  ],
  [
    'two steps of a LangGraph with thousands of executions of one node',
    () => many((at) => node(at, langGraph('n', at % 2, at, 'join:n+nobody:n'), 'n')),
  ],
  [
    'a chain in which each child began before its parent',
    () =>
      many((at) => ({
        id: at + 1,
        ...(at > 0 && { parent: at }),
        from: SPANS - at,
        to: 2 * SPANS,
        attributes: agent('a'),
      })),
  ],
  [
    'a circle of parents',
    () => many((at) => ({ id: at + 1, parent: ((at + 1) % SPANS) + 1, from: at, to: at + 1, attributes: agent('a') })),
  ],
  [
    'siblings that all began and ended at one moment',
    () => many((at) => ({ id: at + 2, parent: 1, from: 0, to: 1, attributes: agent('a') })),
  ],
  [
    'as many siblings that follow as many others',
    () =>
      many((at) => ({ id: at + 2, from: at % 2 === 0 ? 0 : 10, to: at % 2 === 0 ? 5 : 20, attributes: agent('a') })),
  ],
  [
    'agents that all ask and are not answered',
    () =>
      many((at) => ({
        id: at + 1,
        from: at,
        to: at + 1,
        status: { code: 2, message: 'GraphInterrupt' },
        attributes: agent('a'),
      })),
  ],
]

test.each(SHAPES)('%s become a run', async (_shape, make) => {
  const { runs } = await projectSpans(RUN, make(), { isQuiet: true })
  expect(runs.map(({ bundle }) => bundle.nodes.length)).toEqual([SPANS])
  // What is drawn stays within what somebody can read, however many could be tied.
  expect(runs[0]?.bundle.edges.length).toBeLessThan(3 * SPANS)
})

test('while a large trace is projected, other work goes on', async () => {
  let turns = 0
  const over = new AbortController()
  const other = (async () => {
    while (!over.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- a turn of the event loop each
      await new Promise((resolve) => setTimeout(resolve, 0))
      turns += 1
    }
  })()
  await projectSpans(
    RUN,
    many((at) => ({ id: at + 1, from: at, to: at + 1, attributes: agent('a') })),
    { isQuiet: true },
  )
  over.abort()
  await other
  expect(turns).toBeGreaterThan(20)
})
