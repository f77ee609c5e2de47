import type { Act } from './act.ts'
import type { Moment } from './calendar.ts'
import type { Model } from './models.ts'

/** A run before it has rows: what happened in it, node by node, without keys and clock times. */
export type RunDraft = {
  readonly run_id: string
  readonly topic: string
  readonly started: Moment
  readonly mode: 'one_shot' | 'planning_control' | 'human_in_the_loop'
  readonly agent: string
  readonly model: Model
  readonly status: string
  readonly task: string
  /** Events of the run as a whole, before and after its nodes'. */
  readonly opening: readonly Act[]
  readonly nodes: readonly NodeDraft[]
  readonly closing: readonly Act[]
  readonly edges: readonly EdgeDraft[]
  readonly messages: readonly MessageDraft[]
}

export type NodeDraft = {
  readonly node_id: string
  readonly node_type: string
  /** What the old writer put into `meta`; a name had nothing there but itself, for its row served every run. */
  readonly meta: Readonly<Record<string, string>>
  readonly agent: string | null
  readonly status: string
  /** Whether the old table has a row for it, under this run. */
  readonly isStored: boolean
  /** Began together with the node before it, on another branch. */
  readonly isBeside?: true
  readonly acts: readonly Act[]
}

type EdgeDraft = {
  readonly from: string
  readonly to: string
  readonly type: 'sequential' | 'parallel' | 'conditional'
  readonly condition: string | null
}

type MessageDraft = {
  readonly node_id: string
  readonly sender: string
  readonly recipient: string
  readonly content: string
  /** After the start of the run. */
  readonly seconds: number
}

export const edge = (from: string, to: string, condition?: string): EdgeDraft => ({
  from,
  to,
  type: condition === undefined ? 'sequential' : 'conditional',
  condition: condition ?? null,
})
/** Parallel edges from each of some nodes to each of others: a fork, a join, or both at once. */
export const branches = (from: readonly string[], to: readonly string[]): readonly EdgeDraft[] =>
  from.flatMap((one) => to.map((other): EdgeDraft => ({ from: one, to: other, type: 'parallel', condition: null })))

/** The parts of a draft that most runs leave empty. */
export const PLAIN = { opening: [], nodes: [], closing: [], edges: [], messages: [] } as const

/** A node whose id is a name. Only the first run to use the name has a row for it. */
export const namedNode = (
  node_id: string,
  node_type: string,
  agent: string | null,
  status: string,
  acts: readonly Act[],
  isStored: boolean,
): NodeDraft => ({ node_id, node_type, agent, status, acts, isStored, meta: {} })

/** A node with a label and a row of its own, which finished. */
export const node = (
  node_id: string,
  node_type: string,
  label: string,
  agent: string | null,
  ...acts: readonly Act[]
): NodeDraft => ({ node_id, node_type, meta: { label }, agent, status: 'completed', isStored: true, acts })

/** The node in another state than finished. */
export const inState = (status: string, draft: NodeDraft): NodeDraft => ({ ...draft, status })

/** The node on another branch than the one before it, begun together with it. */
export const beside = (draft: NodeDraft): NodeDraft => ({ ...draft, isBeside: true })
