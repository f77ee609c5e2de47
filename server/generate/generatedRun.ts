import type { GenerateOptions } from './generateOptions.ts'
import type { DAGEdge, ExecutionEvent, Message, Session } from '#contract/entities.ts'
import { RunId, SessionId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { Random } from '#server/demo/random.ts'
import type { NewFile, RunBundle } from '#server/store/ports/writer.ts'
import { Clock } from './Clock.ts'
import { filesOf, messagesOf } from './exchange.ts'
import { generatedGraph, type PlannedNode } from './generatedGraph.ts'
import { generatedActivity } from './generatedActivity.ts'
import { hostileEvents, largeEvents } from './oddities.ts'

export type GeneratedRun = { readonly session: Session; readonly bundle: RunBundle }

/** Of a hundred nodes, one fails, as its errors say; the run goes on without it. */
const FAILING_EVERY = 100

/**
 * A run of any size that looks like one of an agent workflow: chains, fan-outs and joins, calls within calls, retries, errors,
 * waits for people, files in several versions, and messages along the edges. Made of its options alone.
 */
export function generatedRun(options: GenerateOptions): GeneratedRun {
  const random = new Random(JSON.stringify(options))
  const run_id = RunId.parse(random.for('run').uuid())
  const session_id = SessionId.parse(`generated-${options.seed}`)
  const { nodes: planned, edges } = generatedGraph(run_id, options.nodes, random.for('graph'))
  const clock = new Clock(edges)
  const shares = sharesOf(planned.length, Math.max(options.events, planned.length), random.for('shares'))

  const events: ExecutionEvent[] = []
  const nodes = planned.map((node, index) => {
    const fails = index > 0 && index % FAILING_EVERY === Math.min(7, planned.length - 1)
    const began = clock.startOf(node)
    const own = generatedActivity(
      { run_id, node, count: shares[index] ?? 1, began, fails, firstOrder: events.length },
      random.for(node.node_id),
    )
    for (const event of own.events) events.push(event)
    clock.finish(node, own.ended)
    return finished(node, began, own.ended, fails)
  })
  const odd = [
    ...(options.large ? largeEvents(run_id, nodes[0]) : []),
    ...(options.hostile ? hostileEvents(run_id, nodes[0]) : []),
  ]
  for (const [index, event] of odd.entries()) {
    const at = timestampOf(clock.last + (index + 1) * 1_000_000)
    events.push({ ...event, execution_order: events.length, timestamp: at, started_at: at })
  }
  const messages: readonly Message[] = messagesOf(nodes, edges, options.messages, random.for('messages'))
  const files: readonly NewFile[] = filesOf(nodes, events, options, random.for('files'))
  return {
    session: {
      session_id,
      user_id: null,
      name: 'Generated runs',
      status: 'active',
      created_at: timestampOf(clock.first),
      last_active_at: timestampOf(clock.last),
      meta: {},
    },
    bundle: {
      run: {
        run_id,
        session_id,
        status: 'completed',
        mode: 'planning_control',
        agent: 'planner',
        model: 'made-up-model',
        task_description: `Generated run of ${planned.length} nodes and ${events.length} events (${options.seed})`,
        started_at: timestampOf(clock.first),
        completed_at: timestampOf(clock.last),
        parent_run_id: null,
        meta: { generated: { ...options } },
      },
      nodes,
      edges: edges.map((edge): DAGEdge => edge),
      events,
      files,
      messages,
    },
  }
}

function finished(node: PlannedNode, began: number, ended: number, fails: boolean): PlannedNode {
  return {
    ...node,
    status: fails ? 'failed' : 'completed',
    started_at: timestampOf(began),
    completed_at: timestampOf(ended),
  }
}

/** How many events each node gets: most about as many, some ten times as many, and together exactly `events`. */
function sharesOf(nodes: number, events: number, random: Random): readonly number[] {
  const weights = Array.from({ length: nodes }, () => (random.next() < 0.05 ? 10 : 0.5 + random.next()))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const free = events - nodes
  const shares = weights.map((weight) => 1 + Math.floor((free * weight) / sum))
  let rest = events - shares.reduce((total, share) => total + share, 0)
  for (let index = 0; rest > 0; index = (index + 1) % nodes, rest--) shares[index] = (shares[index] ?? 0) + 1
  return shares
}
