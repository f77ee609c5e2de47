import * as z from 'zod/mini'
import { EventId, NodeId, RunId } from './ids.ts'
import { INTEGRITY_KINDS } from './integrityKinds.ts'

const count = z.int().check(z.minimum(0))

export const IntegrityKind = z.enum(INTEGRITY_KINDS)
export type IntegrityKind = z.output<typeof IntegrityKind>

/** Characters of the `detail` and the `key` of a finding that is kept or told. */
export const FINDING_TEXT_MAX = 500

/** Something that is not as it should be, at one place. */
export const IntegrityFinding = z.strictObject({
  kind: IntegrityKind,
  run_id: z.nullable(RunId),
  node_id: z.nullable(NodeId),
  event_id: z.nullable(EventId),
  /** The table and the key of the row; the key is empty where the row has none. */
  table: z.string(),
  key: z.string(),
  /** Rows that it concerns: all events of a node that was lost are one finding. At least 1. */
  rows: count,
  /** A sentence about this very place. */
  detail: z.string(),
})
export type IntegrityFinding = Readonly<z.output<typeof IntegrityFinding>>

/** Findings that a group holds as examples at most; `findings` and `rows` have the true numbers. */
export const INTEGRITY_EXAMPLES_MAX = 20

export const IntegrityGroup = z.strictObject({
  kind: IntegrityKind,
  findings: count,
  rows: count,
  /** Runs in which it was found; 0 where it concerns rows of no run. */
  runs: count,
  examples: z.readonly(z.array(IntegrityFinding)),
})
export type IntegrityGroup = Readonly<z.output<typeof IntegrityGroup>>

/**
 * A node id that more than one run uses. Asked for by the id alone, as the old API did, all its rows come at once;
 * asked for by run and id come those of one run.
 */
export const ReusedId = z.strictObject({
  node_id: NodeId,
  /** Runs that have a node of this id. */
  runs: count,
  events: count,
  files: count,
  messages: count,
  events_per_run: z.strictObject({ minimum: count, median: count, maximum: count }),
  /** A run that has as many events of it as the median says. */
  typical_run_id: RunId,
})
export type ReusedId = Readonly<z.output<typeof ReusedId>>

/** Reused ids that a report lists at most, those with the most events first. */
export const REUSED_IDS_MAX = 200

/** What a database holds and what is wrong with it. */
export const IntegrityReport = z.strictObject({
  /** `old`: a database of the system before Runlens; `runlens`: one of Runlens. */
  shape: z.enum(['old', 'runlens']),
  counts: z.strictObject({
    sessions: count,
    runs: count,
    nodes: count,
    edges: count,
    events: count,
    files: count,
    messages: count,
  }),
  /** Different node ids by their kind; of the runs that were looked through, as `groups` are. */
  node_ids: z.strictObject({ total: count, uuid: count, name: count }),
  events: z.strictObject({ with_node: count, without_node: count }),
  /** Of the runs that were looked through, as `groups` are. */
  reused_ids: z.strictObject({ total: count, items: z.readonly(z.array(ReusedId)) }),
  /** By kind, in the order of `INTEGRITY_KINDS`; kinds without a finding are left out. */
  groups: z.readonly(z.array(IntegrityGroup)),
  /** Runs with a finding that was not merely mended. */
  runs_with_findings: count,
  /**
   * Runs that were written since they were last looked through; of these the report knows nothing, or what was found then.
   * A run that is being written is looked through when it has been quiet for some seconds, else now and then.
   */
  runs_pending: count,
})
export type IntegrityReport = Readonly<z.output<typeof IntegrityReport>>

/** What is wrong in one run. */
export const RunIntegrity = z.strictObject({
  run_id: RunId,
  /** False while the run waits to be looked through, as one does that is being written; `groups` is empty then. */
  checked: z.boolean(),
  groups: z.readonly(z.array(IntegrityGroup)),
})
export type RunIntegrity = Readonly<z.output<typeof RunIntegrity>>

/** What a question for this node's id alone would return beside what Runlens returns. Numbers only: no row of another run. */
export const NodeReuse = z.strictObject({
  run_id: RunId,
  node_id: NodeId,
  by_id_alone: z.strictObject({ runs: count, events: count, files: count, messages: count }),
  in_this_run: z.strictObject({ events: count, files: count, messages: count }),
  /**
   * There where many runs wait to be looked through, as after an import: so many of them count in `by_id_alone` with what was
   * known of them before, or not at all.
   */
  runs_pending: z.exactOptional(count),
})
export type NodeReuse = Readonly<z.output<typeof NodeReuse>>
