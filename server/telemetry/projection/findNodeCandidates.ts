import type { Steps } from '#server/lib/Pace.ts'
import { isCallKind, isNodeKind, type SpanKind } from './AgentSpan.ts'
import { type Draft, finishedCandidates } from './finishedCandidates.ts'
import { rolesOfSpans } from './rolesOfSpans.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

export type NodeCandidates = {
  /** In the order of `byCandidateOrder`. */
  readonly candidates: readonly NodeCandidate[]
  readonly candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>
  readonly roles: ReadonlyMap<TreeSpan, SpanKind>
}

/**
 * Finds the nodes among spans. A candidate comes from its own span or, before that arrives, from spans known to run
 * within it: LangGraph's metadata names the node, and some spans always have an agent as their parent. Any other
 * missing parent makes no candidate, because it may turn out to be transparent, and a node must never vanish.
 *
 * @param isOver no missing parent is expected any more, so a run without candidates may show its topmost calls as
 * nodes.
 */
export function* findNodeCandidates(tree: SpanTree, isOver: boolean): Steps<NodeCandidates> {
  const roles = yield* rolesOfSpans(tree)
  const drafts = new Drafts()
  const draftOf = new Map<TreeSpan, Draft>()
  /** Spans with only transparent spans between them and their candidate. */
  const isDirect = new Set<TreeSpan>()
  const hasRoot = tree.tops.some(({ span }) => span.parentKey === null)
  for (const one of tree.spans) {
    const role = roles.get(one) ?? 'noise'
    const around = one.parent === undefined ? drafts.ofMissingParent(one, tree.missing) : draftOf.get(one.parent)
    const isShown = isOver || hasRoot || !isCallOfAgent(one)
    const own = isShown
      ? ownDraft(one, role, around, one.parent !== undefined && isDirect.has(one.parent), drafts)
      : undefined
    const draft = own ?? around
    if (draft) {
      draftOf.set(one, draft)
      draft.firstStart = Math.min(draft.firstStart, one.span.start)
    }
    if (isNodeKind(role) || (!isCallKind(role) && (one.parent === undefined || isDirect.has(one.parent))))
      isDirect.add(one)
    yield
  }
  // Once there is a root, its direct work is shown and stays, although spans below may still wait for their
  // parents.
  if (drafts.size === 0 && (isOver || hasRoot)) addCalls(tree, roles, drafts, draftOf, isOver)
  const finished = yield* finishedCandidates(drafts.all())
  const candidateOf = new Map<TreeSpan, NodeCandidate>()
  for (const [one, draft] of draftOf) {
    const candidate = finished.candidateOf.get(draft)
    if (candidate !== undefined) candidateOf.set(one, candidate)
    yield
  }
  return { candidates: finished.candidates, roles, candidateOf }
}

function ownDraft(
  one: TreeSpan,
  role: SpanKind,
  around: Draft | undefined,
  isDirect: boolean,
  drafts: Drafts,
): Draft | undefined {
  const { langgraph, claim } = one.span
  if (langgraph !== undefined) {
    const draft = drafts.ofNamespace(one, langgraph.ns, around)
    if (draft !== undefined && draft !== around) draft.candidates.push(one)
    return draft
  }
  if (claim !== undefined) return drafts.ofClaim(one, around)
  if (!isNodeKind(role)) return undefined
  if (around !== undefined && isDirect && isTwin(one, around)) {
    around.candidates.push(one)
    return around
  }
  return drafts.ofSpan(one, around)
}

/**
 * The caller's side of a remote agent. It is merged with the callee's span, whose id is kept, so wait for that one.
 */
const isCallOfAgent = ({ span, children }: TreeSpan): boolean =>
  span.kind === 'agent' && span.raw.kind === 3 && children.length === 0

/**
 * The same execution reported twice: by caller and callee, by two instrumentations, or as a task and its agent with
 * the same graph id.
 */
function isTwin({ span }: TreeSpan, around: Draft): boolean {
  const outer = around.candidates.at(-1)?.span
  if (outer === undefined || around.namespace !== undefined) return false
  if (span.graph !== undefined && span.graph.id === outer.graph?.id) return true
  // A step that is the agent of the same name, as Mastra creates for an agent.
  if (span.kind === 'agent' && outer.kind === 'step' && span.label === outer.label) return true
  const isSameAgent = span.kind === 'agent' && outer.kind === 'agent' && span.label === outer.label
  return isSameAgent && (outer.raw.kind === 3 || span.raw.kind === 2 || outer.raw.scope.name !== span.raw.scope.name)
}

/**
 * Frameworks whose work is always done by agents or steps. Their surrounding spans are never shown as nodes instead.
 */
const HAS_NODES = new Set(['langgraph', 'mastra', 'openai_agents'])

/** For a run without agents: shows the direct work of its root as nodes, or the root itself if it is a call. */
function addCalls(
  tree: SpanTree,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
  drafts: Drafts,
  draftOf: Map<TreeSpan, Draft>,
  isOver: boolean,
): void {
  const isCall = (one: TreeSpan) => isCallKind(roles.get(one) ?? 'noise')
  const isAround = (one: TreeSpan) =>
    roles.get(one) === 'noise' || (!isCall(one) && HAS_NODES.has(one.span.framework ?? ''))
  for (const top of tree.tops) {
    if (top.span.parentKey !== null && !isOver) continue
    // Explicit stacks, here and below: spans may be nested deeper than the call stack allows.
    const open = isCall(top) || top.span.parentKey !== null ? [top] : [...top.children]
    for (let one = open.pop(); one !== undefined; one = open.pop())
      if (isAround(one)) for (const child of one.children) open.push(child)
      else {
        const draft = drafts.ofSpan(one, undefined)
        draft.isCall = isCall(one)
        const within = [one]
        for (let next = within.pop(); next !== undefined; next = within.pop()) {
          draftOf.set(next, draft)
          for (const child of next.children) within.push(child)
        }
      }
  }
}

/** All candidates under construction, by key. */
class Drafts {
  readonly #drafts = new Map<string, Draft>()

  get size(): number {
    return this.#drafts.size
  }

  all(): readonly Draft[] {
    return [...this.#drafts.values()]
  }

  ofSpan(one: TreeSpan, around: Draft | undefined): Draft {
    const draft = this.#draft(one.span.key, one)
    draft.parent = around
    draft.candidates.push(one)
    return draft
  }

  /** The agent that contains a span whose parent is missing, if the span implies one. */
  ofMissingParent(one: TreeSpan, missing: ReadonlySet<string>): Draft | undefined {
    const { parentAgent, parentKey, langgraph } = one.span
    if (parentAgent === undefined || parentKey === null || langgraph !== undefined) return undefined
    if (!missing.has(parentKey)) return undefined
    const draft = this.#draft(parentKey, one)
    draft.label ??= parentAgent.label
    return draft
  }

  /**
   * `outer:uuid|inner:uuid`; the outer one is a candidate too. LangGraph's own nodes, such as `__start__`, are not.
   */
  ofNamespace(one: TreeSpan, ns: string, around: Draft | undefined): Draft | undefined {
    const cut = ns.lastIndexOf('|')
    // What encloses a span within a node says nothing about what encloses the node.
    const outer = cut < 0 ? undefined : this.ofNamespace(one, ns.slice(0, cut), undefined)
    const name = ns.slice(cut + 1)
    const node = name.slice(0, name.lastIndexOf(':'))
    if (node.startsWith('__')) return outer ?? around
    const draft = this.#draft(`${one.span.raw.trace_id}:${ns}`, one)
    draft.label = node
    draft.namespace = ns
    if (outer !== undefined) draft.parent = outer
    else if (around !== draft) draft.parent ??= around
    return draft
  }

  ofClaim(one: TreeSpan, around: Draft | undefined): Draft {
    const { claim, agent } = one.span
    const draft = this.#claimed(one, claim?.id ?? '')
    draft.label = agent ?? draft.label ?? claim?.id
    if (claim?.parent_id !== undefined && claim.parent_id !== claim.id) {
      draft.namedParent = this.#claimed(one, claim.parent_id)
      draft.namedParent.label ??= claim.parent_id
      draft.parent ??= draft.namedParent
    } else if (around !== draft) draft.parent ??= around
    draft.lastEnd = Math.max(draft.lastEnd ?? 0, one.span.end ?? Infinity)
    return draft
  }

  #claimed(one: TreeSpan, id: string): Draft {
    return this.#draft(`${one.span.raw.trace_id}:claimed:${id}`, one)
  }

  #draft(key: string, one: TreeSpan): Draft {
    const known = this.#drafts.get(key)
    if (known) return known
    const draft: Draft = {
      key,
      trace_id: one.span.raw.trace_id,
      clock: one.span.clock,
      candidates: [],
      parent: undefined,
      namedParent: undefined,
      label: undefined,
      namespace: undefined,
      firstStart: one.span.start,
      lastEnd: undefined,
      isCall: false,
    }
    this.#drafts.set(key, draft)
    return draft
  }
}
