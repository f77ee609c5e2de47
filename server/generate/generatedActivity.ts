import type { ExecutionEvent } from '#contract/entities.ts'
import { EventId, type RunId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import type { Random } from '#server/demo/random.ts'
import type { PlannedNode } from './generatedGraph.ts'
import { numberedUuid } from './numberedUuid.ts'

type Asked = {
  readonly run_id: RunId
  readonly node: PlannedNode
  /** Events to make, at least 1. */
  readonly count: number
  /** Microseconds since 1970. */
  readonly began: number
  /** Whether the node ends with an error. */
  readonly fails: boolean
  readonly firstOrder: number
}

const SECOND = 1_000_000
const KINDS = ['llm_call', 'tool_call', 'code_exec', 'llm_call', 'tool_call', 'info'] as const
/** Of a thousand calls, so many fail and are tried again. */
const RETRIED_PER_THOUSAND = 4
/** How long a person takes to approve, in seconds. */
const APPROVAL = { least: 120, most: 600 } as const

/**
 * What one node did: an agent's call that holds all others, in it calls one after the other, some of which hold calls of their
 * own. `ended` is in microseconds since 1970.
 */
export function generatedActivity(
  asked: Asked,
  random: Random,
): { readonly events: readonly ExecutionEvent[]; readonly ended: number } {
  const { node, count, began, fails } = asked
  const events: ExecutionEvent[] = []
  let now = began
  const emit = (
    kind: string,
    parent: EventId | null,
    depth: number,
    took: number,
    more: Partial<ExecutionEvent> = {},
  ): EventId => {
    const event_id = EventId.parse(numberedUuid(random, asked.firstOrder + events.length))
    const at = timestampOf(now)
    events.push({
      run_id: asked.run_id,
      event_id,
      node_id: node.node_id,
      parent_event_id: parent,
      event_type: kind,
      event_subtype: 'execution',
      agent_name: node.agent,
      timestamp: at,
      started_at: at,
      completed_at: timestampOf(now + took),
      duration_ms: took / 1000,
      error_message: null,
      status: 'completed',
      execution_order: asked.firstOrder + events.length,
      depth,
      ...payloadOf(kind, node, asked.firstOrder + events.length, random),
      ...more,
    })
    return event_id
  }

  const root = emit('agent_call', null, 0, 0)
  if (node.node_type === 'approval') now += random.int(APPROVAL.least, APPROVAL.most) * SECOND
  while (events.length < count - (fails ? 1 : 0)) {
    const kind = random.pick([...KINDS])
    const took = Math.round(Math.exp(random.normal() * 0.9) * 0.8 * SECOND)
    const isRetried = random.int(1, 1000) <= RETRIED_PER_THOUSAND
    const call = emit(kind, root, 1, took, isRetried ? failure('timeout: the service did not answer within 30 s') : {})
    const begun = now
    // A call within the call, and sometimes one more within that.
    if (events.length < count - 1 && random.next() < 0.4) {
      now = begun + Math.round(took * 0.1)
      const inner = emit('tool_call', call, 2, Math.round(took * 0.5))
      if (events.length < count - 1 && random.next() < 0.3) emit('info', inner, 3, 0)
    }
    now = begun + took + random.int(1, 200) * 1000
  }
  if (fails && events.length < count)
    emit('error', root, 1, 0, failure(`ValueError: ${node.label} got a table without the column "amount"`))
  const [first] = events
  const ended = Math.max(now, began + 1000)
  if (!first) return { events, ended }
  const whole = { completed_at: timestampOf(ended), duration_ms: (ended - began) / 1000 }
  return { events: [{ ...first, ...whole, ...(fails ? { status: 'failed' } : {}) }, ...events.slice(1)], ended }
}

const failure = (error_message: string): Partial<ExecutionEvent> => ({
  event_subtype: 'error',
  status: 'failed',
  error_message,
})

type Payload = Pick<ExecutionEvent, 'inputs' | 'outputs' | 'meta'>

function payloadOf(kind: string, node: PlannedNode, order: number, random: Random): Payload {
  switch (kind) {
    case 'llm_call':
      return {
        inputs: { prompt: `Step ${order} of "${node.label}": which rows of orders_${order % 97} look wrong, and why?` },
        outputs: {
          response: `Rows ${order % 13} to ${(order % 13) + 4} repeat an order id. **Drop** the later ones:\n\n\`\`\`sql\ndelete from orders_${order % 97} where rank > 1;\n\`\`\``,
        },
        meta: {
          model: 'made-up-model',
          tokens: { input: random.int(200, 4000), output: random.int(20, 900) },
          cost_usd: random.number(0.0002, 0.02, 6),
        },
      }
    case 'tool_call':
      return {
        inputs: { tool: 'query_table', arguments: { table: `orders_${order % 97}`, limit: 50, offset: order } },
        outputs: { rows: random.int(0, 50), checksum: random.uuid() },
        meta: { tool: 'query_table' },
      }
    case 'code_exec':
      return {
        inputs: { code: `rows = load("orders_${order % 97}.csv")\nprint(len(rows), rows.total())`, language: 'python' },
        outputs: { stdout: `${random.int(100, 9000)} ${random.number(1000, 99_000, 2)}\n`, exit_code: 0 },
        meta: {},
      }
    default:
      return { inputs: null, outputs: { text: `${node.label}: reached mark ${order}` }, meta: {} }
  }
}
