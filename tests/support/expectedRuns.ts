import type { EventRow, ExecutionEvent } from '#contract/entities.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { deriveEvent } from '#server/store/prepare/deriveEvent.ts'
import { textIn } from '#server/store/prepare/payload.ts'
import type { ProjectedRun } from '#server/telemetry/ProjectedRun.ts'
import * as z from 'zod/mini'

/** What `expected.json` of a capture says of one run; see the README of the captures. */
const Edges = z.array(z.tuple([z.string(), z.string()]))
const Words = z.optional(z.array(z.string()))
const ExpectedRun = z.object({
  trace_id: z.string(),
  run_id: z.string(),
  name: z.optional(z.string()),
  name_any_of: Words,
  session: z.optional(z.nullable(z.string())),
  status: z.optional(z.string()),
  status_any_of: Words,
  status_not: z.optional(z.string()),
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      node_type_any_of: Words,
      status: z.optional(z.string()),
      status_any_of: Words,
      status_not: z.optional(z.string()),
    }),
  ),
  edges: Edges,
  edges_alternatives: z.optional(z.array(Edges)),
  edges_tolerated_if_marked_inferred: z.optional(Edges),
  groups: z.optional(z.record(z.string(), z.array(z.string()))),
  event_counts: z.optional(z.record(z.string(), z.number())),
  tool_calls_by_name: z.optional(z.record(z.string(), z.number())),
  tool_calls_by_node: z.optional(z.record(z.string(), z.record(z.string(), z.number()))),
  tokens: z.optional(z.object({ input: z.number(), output: z.number() })),
  errors: z.optional(z.array(z.object({ node: z.optional(z.string()), contains: z.string() }))),
  files: z.optional(
    z.array(z.object({ mime: z.optional(z.string()), bytes: z.optional(z.number()), node: z.optional(z.string()) })),
  ),
  messages_contain: z.optional(z.array(z.object({ role: z.string(), text: z.string() }))),
})
export type ExpectedRun = z.output<typeof ExpectedRun>
export const Expected = z.object({ gate: z.boolean(), runs: z.optional(z.array(ExpectedRun)) })

/** All in which a projected run differs from what a person expects to see, each as a line of text. */
export function differences(expected: ExpectedRun, { bundle, session }: ProjectedRun): readonly string[] {
  const found: string[] = []
  const hold = (what: string, wanted: unknown, seen: unknown, isRight = same(wanted, seen)) => {
    if (!isRight) found.push(`${what}: expected ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`)
  }
  const label = labels(bundle)
  const { run } = bundle
  const allowed = (of: {
    readonly status?: string | undefined
    readonly status_any_of?: readonly string[] | undefined
  }) => of.status_any_of ?? (of.status === undefined ? undefined : [of.status])
  const statuses = allowed(expected)?.flatMap((status) =>
    status === 'waiting' ? [status, 'waiting_approval'] : status,
  )
  if (statuses) hold('status', statuses, run.status, statuses.includes(run.status))
  const names = expected.name_any_of ?? (expected.name === undefined ? undefined : [expected.name])
  if (names)
    hold(
      'name',
      names,
      run.meta['name'],
      names.some((name) => name === run.meta['name']),
    )
  if (expected.session === null) hold('session', null, session.session_id, session.meta['explicit'] === false)
  else if (expected.session !== undefined) hold('session', expected.session, session.session_id)

  hold('nodes', expected.nodes.map(({ id }) => id).sort(), bundle.nodes.map(({ label }) => label).sort())
  for (const wanted of expected.nodes) {
    const node = bundle.nodes.find(({ label }) => label === wanted.id)
    if (!node) continue
    if (wanted.node_type_any_of)
      hold(
        `type of ${wanted.id}`,
        wanted.node_type_any_of,
        node.node_type,
        wanted.node_type_any_of.includes(node.node_type),
      )
    const statuses = allowed(wanted)
    if (statuses) hold(`status of ${wanted.id}`, statuses, node.status, statuses.includes(node.status))
    if (wanted.status_not)
      hold(`status of ${wanted.id}`, `not ${wanted.status_not}`, node.status, node.status !== wanted.status_not)
  }
  const tolerated = new Set((expected.edges_tolerated_if_marked_inferred ?? []).map((edge) => edge.join(' > ')))
  const edges = bundle.edges
    .map(({ from_node_id, to_node_id, origin }) => ({ tie: `${label(from_node_id)} > ${label(to_node_id)}`, origin }))
    .filter(({ tie, origin }) => !(origin === 'inferred' && tolerated.has(tie)))
    .map(({ tie }) => tie)
    .sort()
  const choices = [expected.edges, ...(expected.edges_alternatives ?? [])].map((one) =>
    one.map((edge) => edge.join(' > ')).sort(),
  )
  hold(
    'edges',
    choices,
    edges,
    choices.some((choice) => same(choice, edges)),
  )
  for (const [outer, inner] of Object.entries(expected.groups ?? {})) {
    const group = bundle.nodes.find((node) => node.label === outer)?.node_id
    const members = bundle.nodes.filter((node) => node.parent_node_id === group).map((node) => node.label)
    hold(`group ${outer}`, [...inner].sort(), members.sort())
  }
  const calls = callsOf(bundle.events)
  if (expected.event_counts) hold('calls', expected.event_counts, { ...expected.event_counts, ...calls.counts })
  if (expected.tool_calls_by_name) hold('tools', sorted(expected.tool_calls_by_name), sorted(calls.tools()))
  for (const [node, tools] of Object.entries(expected.tool_calls_by_node ?? {}))
    hold(`tools of ${node}`, sorted(tools), sorted(calls.tools((event) => label(event.node_id) === node)))
  if (expected.tokens) hold('tokens', expected.tokens, tokensOf(bundle.events))
  for (const { node, contains } of expected.errors ?? []) {
    const errors = bundle.events.filter((event) => node === undefined || label(event.node_id) === node)
    hold(
      `error of ${node}`,
      contains,
      errors.flatMap((event) => event.error_message ?? []),
      errors.some((event) => event.error_message?.includes(contains)),
    )
  }
  if (expected.files)
    hold(
      'files',
      expected.files,
      bundle.files.map((file) => ({ mime: file.meta['mime_type'], bytes: file.size_bytes, node: label(file.node_id) })),
      expected.files.length === bundle.files.length &&
        expected.files.every(({ mime, bytes, node }) =>
          bundle.files.some(
            (file) =>
              (mime === undefined || file.meta['mime_type'] === mime) &&
              (bytes === undefined || file.size_bytes === bytes) &&
              (node === undefined || label(file.node_id) === node),
          ),
        ),
    )
  for (const { role, text } of expected.messages_contain ?? [])
    hold(
      'messages',
      { role, text },
      bundle.messages.map(({ content }) => content),
      bundle.messages.some(({ content, meta }) => meta['role'] === role && content.includes(text)),
    )
  return found
}

export const labels = ({ nodes }: RunBundle) => {
  const names = new Map<string, string>(nodes.map(({ node_id, label }) => [node_id, label]))
  return (node_id: string | null): string => (node_id === null ? 'none' : (names.get(node_id) ?? 'unknown'))
}

const COUNTED = {
  model_calls: 'model',
  tool_calls: 'tool',
  retrievals: 'retrieval',
  handoffs: 'handoff',
  guardrails: 'guardrail',
}

/** Calls, each once, though most make two events. */
function callsOf(events: readonly ExecutionEvent[]) {
  const calls = events.filter(({ event_subtype }) => event_subtype !== 'complete')
  return {
    counts: Object.fromEntries(
      Object.entries(COUNTED).map(([name, kind]) => [name, calls.filter(({ meta }) => meta['kind'] === kind).length]),
    ),
    tools: (isWanted: (event: ExecutionEvent) => boolean = () => true) => {
      const counts: Record<string, number> = {}
      for (const event of calls)
        if (event.meta['kind'] === 'tool' && isWanted(event)) {
          const tool = textIn(event.meta, 'tool') ?? 'unnamed'
          counts[tool] = (counts[tool] ?? 0) + 1
        }
      return counts
    },
  }
}

function tokensOf(events: readonly ExecutionEvent[]) {
  const rows = events.map((event): Pick<EventRow, 'input_tokens' | 'output_tokens'> => deriveEvent(event))
  const sum = (name: 'input_tokens' | 'output_tokens') => rows.reduce((total, row) => total + (row[name] ?? 0), 0)
  return { input: sum('input_tokens'), output: sum('output_tokens') }
}

const sorted = (counts: Readonly<Record<string, number>>) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
