import type { Message } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { inSlices, type Pace, type Steps } from '#server/lib/Pace.ts'
import { clip } from '#server/store/prepare/payload.ts'
import { isCallKind, isUnitKind } from './AgentSpan.ts'
import type { ChatMessage } from './chatMessages.ts'
import { PAYLOAD_MAX } from './payloads.ts'
import { actorOf, nodeIdIn, roleIn, type RunView } from './RunView.ts'
import type { TreeSpan } from './spanTree.ts'
import { eventIdOf, messageIdOf } from './telemetryIds.ts'
import type { Unit } from './NodeCandidate.ts'

type Said = {
  readonly one: TreeSpan
  readonly message: ChatMessage
  readonly at: number
  readonly isReply: boolean
  readonly index: number
}

/**
 * What was said in a run. Every call of a model repeats the conversation before it, and agents repeat what their model
 * calls said: a text of one role is kept once, where it came first.
 */
export async function messagesOfRun(view: RunView, pace: Pace): Promise<readonly Message[]> {
  const kept = new Map<string, Message>()
  const agentAround = agentsAround(view.units)
  for (const said of await inSlices(saidIn(view), pace)) {
    const key = `${said.message.role}\n${said.message.text}`
    if (!kept.has(key)) kept.set(key, messageOf(view, said, key, agentAround))
    // oxlint-disable-next-line no-await-in-loop -- the pauses are what this is for
    if (pace.isDue) await pace.rest()
  }
  return [...kept.values()]
}

function* saidIn(view: RunView): Steps<readonly Said[]> {
  const said: Said[] = []
  for (const one of view.tree.spans) {
    yield
    const role = roleIn(view, one)
    // Containers repeat what is within them, but for the run's own: its question and its answer.
    const isHeard = role === 'model' || isUnitKind(role) || (!isCallKind(role) && one.parent === undefined)
    if (!isHeard) continue
    const { span } = one
    span.inputMessages?.forEach((message, index) => said.push({ one, message, at: span.start, isReply: false, index }))
    span.outputMessages?.forEach((message, index) =>
      said.push({ one, message, at: span.end ?? span.start, isReply: true, index }),
    )
  }
  return said.sort(bySaying)
}

/** At one moment a question of the outer comes first, and an answer of the inner. */
const bySaying = (a: Said, b: Said): number =>
  a.at - b.at ||
  Number(b.isReply) - Number(a.isReply) ||
  inner(a) - inner(b) ||
  (a.one.span.key < b.one.span.key ? -1 : a.one.span.key > b.one.span.key ? 1 : a.index - b.index)

const inner = ({ one, isReply }: Said) => (isReply ? -one.depth : one.depth)

function messageOf(
  view: RunView,
  { one, message, at, index, isReply }: Said,
  key: string,
  agentAround: (unit: Unit | undefined) => Unit | undefined,
): Message {
  const { role, text } = message
  const unit = view.unitOf.get(one)
  const self = actorOf(unit) ?? one.span.agent ?? one.span.label
  // To an agent within an agent, the outer one is the user.
  const user = actorOf(agentAround(unit)) ?? 'user'
  const sender = role === 'assistant' ? self : role === 'user' ? user : role
  const recipient = role === 'assistant' ? user : self
  return {
    run_id: view.run_id,
    message_id: messageIdOf(view.run_id, key),
    node_id: nodeIdIn(view, one),
    event_id: eventIn(view, one, unit, isReply),
    sender,
    recipient,
    content: clip(text, PAYLOAD_MAX),
    timestamp: timestampOf(at),
    tokens: null,
    meta: { role, index, span_id: one.span.raw.span_id, ...(text.length > PAYLOAD_MAX && { cut: text.length }) },
  }
}

/** The agent that a unit ran within. Units come after those around them only by chance, so what was found is kept. */
function agentsAround(units: readonly Unit[]): (unit: Unit | undefined) => Unit | undefined {
  const found = new Map<Unit, Unit | undefined>()
  for (const unit of units) {
    const path: Unit[] = []
    let next: Unit | undefined = unit
    while (next !== undefined && !found.has(next)) {
      path.push(next)
      next = next.parent
    }
    for (const one of path.reverse())
      found.set(one, one.parent?.kind === 'agent' ? one.parent : one.parent && found.get(one.parent))
  }
  return (unit) => unit && found.get(unit)
}

function eventIn(view: RunView, one: TreeSpan, unit: Unit | undefined, isReply: boolean): EventId | null {
  const call = view.callEvent.get(one)
  if (call !== undefined) return call
  if (unit === undefined || unit.isCall) return null
  return isReply && unit.end !== null && unit.spans.length > 0 ? eventIdOf(unit.key, 'complete') : unit.startEvent
}
