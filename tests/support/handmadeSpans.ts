import type { JsonObject } from '#contract/json.ts'
import type { RunId } from '#contract/ids.ts'
import type { Origin } from '#contract/words.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import type { ProjectedRun } from '#server/telemetry/ProjectedRun.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { labels } from './expectedRuns.ts'

export const TRACE = '0af7651916cd43dd8448eb211c80319c'
export const RUN: RunId = runOfTrace(TRACE)

/** 20 January 2026, 10:00 UTC, in milliseconds. */
const START = 1_768_903_200_000

type Written = {
  readonly id: number
  readonly parent?: number
  readonly name?: string
  /** Milliseconds since the run began; a span without end is running. */
  readonly from: number
  readonly to?: number
  readonly attributes?: JsonObject
  readonly kind?: number
  readonly status?: RawSpan['status']
  readonly events?: readonly { readonly name: string; readonly attributes: JsonObject }[]
  readonly scope?: string
  readonly service?: string
  readonly trace?: string
}

/** A span in few words. */
export function handmadeSpan(written: Written): RawSpan {
  const { id, parent, from, to, name = 'work' } = written
  return {
    trace_id: written.trace ?? TRACE,
    span_id: spanId(id),
    parent_span_id: parent === undefined ? null : spanId(parent),
    name,
    kind: written.kind ?? 1,
    start_ns: nanoseconds(from),
    end_ns: to === undefined ? null : nanoseconds(to),
    status: written.status ?? { code: 0, message: '' },
    attributes: written.attributes ?? {},
    events: (written.events ?? []).map((event) => ({ ...event, time_ns: nanoseconds(to ?? from) })),
    links: [],
    resource: { 'service.name': written.service ?? 'shop' },
    scope: { name: written.scope ?? 'by-hand', version: '' },
  }
}

const spanId = (id: number): string => id.toString(16).padStart(16, '0')
const nanoseconds = (milliseconds: number): string => String(BigInt(Math.round((START + milliseconds) * 1000)) * 1000n)

/** What a reader sees of a run: names, ties and words instead of ids. */
export type Seen = {
  readonly status: string
  readonly nodes: Readonly<Record<string, string>>
  readonly edges: readonly string[]
}

export async function seen(spans: readonly RawSpan[], isQuiet = false): Promise<Seen> {
  return seenOf(await onlyRun(spans, isQuiet))
}

export function seenOf({ bundle }: ProjectedRun): Seen {
  const label = labels(bundle)
  const arrow: Readonly<Record<Origin, string>> = { recorded: '->', inferred: '~>', reconstructed: '=>' }
  return {
    status: bundle.run.status,
    nodes: Object.fromEntries(bundle.nodes.map((node) => [node.label, `${node.node_type} ${node.status}`])),
    edges: bundle.edges
      .map(({ from_node_id, to_node_id, origin }) => `${label(from_node_id)} ${arrow[origin]} ${label(to_node_id)}`)
      .sort(),
  }
}

export async function onlyRun(spans: readonly RawSpan[], isQuiet = false): Promise<ProjectedRun> {
  const { runs } = await projectSpans(RUN, spans, { isQuiet })
  const [run] = runs
  if (run === undefined || runs.length > 1) throw new Error(`There are ${runs.length} runs instead of one.`)
  return run
}

export const agent = (name: string): JsonObject => ({
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': name,
})
export const chat: JsonObject = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'mock-gpt' }
export const tool = (name: string): JsonObject => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': name,
})
export const workflow = (name: string): JsonObject => ({
  'gen_ai.operation.name': 'invoke_workflow',
  'gen_ai.workflow.name': name,
})
