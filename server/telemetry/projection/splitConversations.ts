import type { RunId } from '#contract/ids.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { runIdOfConversation } from './telemetryIds.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'

/** Above this, the program is not answering users one by one: it is a single run that names conversations. */
const CONVERSATIONS_MAX = 200

type Part = { readonly run_id: RunId; readonly spans: readonly RawSpan[] }

/**
 * Splits a trace into runs. Usually a trace is one run. A program that answers several conversations within one
 * trace, below a root that is not agent work, makes one run for each. Decided only once the root is there, because
 * agents within an agent have conversations of their own.
 */
export function splitConversations(run_id: RunId, tree: SpanTree, given: readonly RawSpan[]): readonly Part[] {
  const whole = [{ run_id, spans: given }]
  const [root, ...others] = tree.tops
  if (root === undefined || others.length > 0 || root.span.parentKey !== null) return whole
  if (root.span.kind !== 'noise' || root.span.session !== undefined) return whole
  const tops = topWork(root)
  const conversations = new Map<string, TreeSpan[]>()
  for (const top of tops) {
    const id = top.span.session
    if (id === undefined) continue
    const known = conversations.get(id)
    if (known) known.push(top)
    else conversations.set(id, [top])
  }
  if (conversations.size < 2 || conversations.size > CONVERSATIONS_MAX) return whole
  const [, ...later] = [...conversations]
  const taken = new Set(later.flatMap(([, ones]) => ones))
  return [
    { run_id, spans: spansBelow([root], taken) },
    ...later.map(([id, ones]) => {
      const raws = new Set(ones.map(({ span }) => span.raw))
      return {
        run_id: runIdOfConversation(run_id, id),
        spans: spansBelow(ones, new Set()).map((raw) => (raws.has(raw) ? { ...raw, parent_span_id: null } : raw)),
      }
    }),
  ]
}

/** The topmost spans of agent work, by start. */
function topWork(root: TreeSpan): readonly TreeSpan[] {
  const found: TreeSpan[] = []
  const open = [root]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    if (one.span.kind !== 'noise') found.push(one)
    else for (const child of one.children) open.push(child)
  return found.sort((a, b) => a.span.start - b.span.start || (a.span.key < b.span.key ? -1 : 1))
}

function spansBelow(tops: readonly TreeSpan[], except: ReadonlySet<TreeSpan>): readonly RawSpan[] {
  const found: RawSpan[] = []
  const open = [...tops]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (except.has(one)) continue
    found.push(one.span.raw)
    for (const child of one.children) open.push(child)
  }
  return found
}
