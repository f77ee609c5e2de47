import type { ExecutionEvent, Message, WorkflowRun } from '#contract/entities.ts'
import type { SessionId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import { type Timestamp, timestampOf } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import type { Steps } from '#server/lib/Pace.ts'
import { clip, textIn } from '#server/store/prepare/payload.ts'
import { isNodeKind } from './AgentSpan.ts'
import { present, textAt } from './attributes.ts'
import { roleIn, type RunView } from './RunView.ts'
import { statusOfRun, workOf } from './statuses.ts'
import type { TreeSpan } from './spanTree.ts'

const TASK_MAX = 500
const LISTED_MAX = 20

type Rows = { readonly events: readonly ExecutionEvent[]; readonly messages: readonly Message[] }

export function* runRow(view: RunView, session_id: SessionId, { events, messages }: Rows): Steps<WorkflowRun> {
  const status = statusOfRun(view.tree, view.candidates, view.roles, view.progress)
  const tops = view.candidates.filter(({ parent }) => parent === undefined)
  const [only] = tops
  yield
  const name = nameOf(view)
  yield
  const { started_at, ended_at } = timesOf(view)
  const framework = mostUsed(view.tree.spans.flatMap(({ span }) => span.framework ?? []))
  yield
  const isGraph = view.candidates.some(({ langgraph }) => langgraph !== undefined)
  const model = mostUsed(
    events.flatMap(({ event_type, meta }) => (event_type === 'llm_call' && textIn(meta, 'model')) || []),
  )
  yield
  const meta = metaOf(view, name, events)
  yield
  return {
    run_id: view.run_id,
    session_id,
    status,
    mode: isGraph ? 'langgraph' : (framework ?? null),
    agent: (only !== undefined && tops.length === 1 ? (only.agent ?? only.name) : name) ?? null,
    model: model ?? null,
    task_description: taskOf(view, messages) ?? null,
    started_at,
    completed_at: isLive(status) ? null : ended_at,
    parent_run_id: null,
    meta,
  }
}

function metaOf(view: RunView, name: string | undefined, events: readonly ExecutionEvent[]): JsonObject {
  const { spans } = view.tree
  const distinct = (values: readonly string[]) => [...new Set(values)].sort().slice(0, LISTED_MAX)
  const external: Record<string, string[]> = {}
  for (const { span } of spans)
    for (const [key, value] of Object.entries(span.external ?? {}))
      if (typeof value === 'string') (external[key] ??= []).push(value)
  return present({
    source: 'telemetry',
    name,
    trace_ids: distinct(spans.map(({ span }) => span.raw.trace_id)),
    services: distinct(spans.map(({ span }) => textAt(span.raw.resource, 'service.name') ?? 'unknown')),
    span_count: spans.length,
    external_ids: Object.fromEntries(Object.entries(external).map(([key, values]) => [key, distinct(values)])),
    // Some exporters copy an error to everything that ends after it; the call that caused it ended first.
    failed_event_id: events.find(({ error_message }) => error_message !== null)?.event_id,
  })
}

/**
 * The root's own name, if it is part of the work or only wraps it. The name of an HTTP request does not suit a run.
 */
function nameOf({ tree, candidates, roles }: RunView): string | undefined {
  const top = candidates.find(({ parent }) => parent === undefined)
  const root = tree.tops.find(({ span }) => span.parentKey === null)
  const given =
    root?.span.runName ??
    tree.spans.find(
      ({ span }) => span.runName !== undefined && span.raw.attributes['langfuse.trace.name'] !== undefined,
    )?.span.runName
  if (given !== undefined) return given
  if (root === undefined) return top?.name
  if (isRequest(root)) {
    const [work, ...others] = workOf(tree, roles)
    const role = work && roles.get(work)
    const isFlow = others.length === 0 && (role === 'workflow' || role === 'container')
    return isFlow ? work?.span.label : (top?.name ?? root.span.raw.name)
  }
  return isNodeKind(roles.get(root) ?? 'noise') ? (top?.name ?? root.span.label) : root.span.label
}

const isRequest = ({ span }: TreeSpan): boolean =>
  textAt(span.raw.attributes, 'http.request.method', 'http.method', 'url.path', 'http.target', 'rpc.system') !==
  undefined

function timesOf({ tree }: RunView): { readonly started_at: Timestamp | null; readonly ended_at: Timestamp | null } {
  let [first, last] = [Infinity, -Infinity]
  for (const { span } of tree.spans) {
    first = Math.min(first, span.start)
    last = Math.max(last, span.end ?? span.start)
  }
  return first === Infinity
    ? { started_at: null, ended_at: null }
    : { started_at: timestampOf(first), ended_at: timestampOf(last) }
}

/** The first thing a person asked, or else the input of the root. */
function taskOf(view: RunView, messages: readonly Message[]): string | undefined {
  const asked = messages.find(({ meta }) => meta['role'] === 'user')?.content
  const root = view.tree.tops.find((one) => one.span.inputs !== undefined && roleIn(view, one) !== 'noise')?.span.inputs
  const task = asked ?? (root === undefined ? undefined : typeof root === 'string' ? root : JSON.stringify(root))
  const line =
    task === undefined
      ? ''
      : clip(
          task
            .slice(0, TASK_MAX * 4)
            .replaceAll(/\s+/g, ' ')
            .trim(),
          TASK_MAX,
        )
  return line === '' || line === '{}' || line === '[]' ? undefined : line
}

/** The most frequent value, ties by name, so that the order of spans does not matter. */
function mostUsed(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0]
}
