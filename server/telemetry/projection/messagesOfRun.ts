import type { Message } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { inSlices, type Pace, type Steps } from '#server/lib/Pace.ts'
import { clip } from '#server/store/prepare/payload.ts'
import { isCallKind, isNodeKind } from './AgentSpan.ts'
import type { ChatMessage } from './chatMessages.ts'
import { PAYLOAD_MAX } from './payloads.ts'
import { actorOf, nodeIdIn, roleIn, type RunView } from './RunView.ts'
import type { TreeSpan } from './spanTree.ts'
import { eventIdOf, messageIdOf } from './telemetryIds.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

type Said = {
  readonly one: TreeSpan
  readonly message: ChatMessage
  readonly at: number
  readonly isReply: boolean
  readonly index: number
}

/**
 * The messages of a run. Every model call repeats the preceding conversation, and agents repeat what their model
 * calls said, so each text of a role is kept once, at its first occurrence.
 */
export async function messagesOfRun(view: RunView, pace: Pace): Promise<readonly Message[]> {
  const kept = new Map<string, Message>()
  const agentAround = agentsAround(view.candidates)
  for (const said of await inSlices(saidIn(view), pace)) {
    const key = `${said.message.role}\n${said.message.text}`
    if (!kept.has(key)) kept.set(key, messageOf(view, said, key, agentAround))
    // oxlint-disable-next-line no-await-in-loop -- pausing is the purpose
    if (pace.isDue) await pace.rest()
  }
  return [...kept.values()]
}

function* saidIn(view: RunView): Steps<readonly Said[]> {
  const said: Said[] = []
  for (const one of view.tree.spans) {
    yield
    const role = roleIn(view, one)
    // Containers repeat their contents, except for the run's own: its question and its answer.
    const isHeard = role === 'model' || isNodeKind(role) || (!isCallKind(role) && one.parent === undefined)
    if (!isHeard) continue
    const { span } = one
    span.inputMessages?.forEach((message, index) => said.push({ one, message, at: span.start, isReply: false, index }))
    span.outputMessages?.forEach((message, index) =>
      said.push({ one, message, at: span.end ?? span.start, isReply: true, index }),
    )
  }
  return said.sort(bySaying)
}

/** At the same time: replies before questions, the outermost question first, the innermost reply first. */
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
  agentAround: (candidate: NodeCandidate | undefined) => NodeCandidate | undefined,
): Message {
  const { role, text } = message
  const candidate = view.candidateOf.get(one)
  const self = actorOf(candidate) ?? one.span.agent ?? one.span.label
  // For an agent within an agent, the outer one is the user.
  const user = actorOf(agentAround(candidate)) ?? 'user'
  const sender = role === 'assistant' ? self : role === 'user' ? user : role
  const recipient = role === 'assistant' ? user : self
  return {
    run_id: view.run_id,
    message_id: messageIdOf(view.run_id, key),
    node_id: nodeIdIn(view, one),
    event_id: eventIn(view, one, candidate, isReply),
    sender,
    recipient,
    content: clip(text, PAYLOAD_MAX),
    timestamp: timestampOf(at),
    tokens: null,
    meta: { role, index, span_id: one.span.raw.span_id, ...(text.length > PAYLOAD_MAX && { cut: text.length }) },
  }
}

/** The agent that encloses a candidate. Memoised, because candidates are not sorted by nesting. */
function agentsAround(
  candidates: readonly NodeCandidate[],
): (candidate: NodeCandidate | undefined) => NodeCandidate | undefined {
  const found = new Map<NodeCandidate, NodeCandidate | undefined>()
  for (const candidate of candidates) {
    const path: NodeCandidate[] = []
    let next: NodeCandidate | undefined = candidate
    while (next !== undefined && !found.has(next)) {
      path.push(next)
      next = next.parent
    }
    for (const one of path.reverse())
      found.set(one, one.parent?.kind === 'agent' ? one.parent : one.parent && found.get(one.parent))
  }
  return (candidate) => candidate && found.get(candidate)
}

function eventIn(view: RunView, one: TreeSpan, candidate: NodeCandidate | undefined, isReply: boolean): EventId | null {
  const call = view.callEvent.get(one)
  if (call !== undefined) return call
  if (candidate === undefined || candidate.isCall) return null
  return isReply && candidate.end !== null && candidate.spans.length > 0
    ? eventIdOf(candidate.key, 'complete')
    : candidate.startEvent
}
