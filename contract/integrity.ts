import * as z from 'zod/mini'
import { EventId, NodeId, RunId } from './ids.ts'
import { INTEGRITY_KINDS } from './integrityKinds.ts'

const count = z.int().check(z.minimum(0))

export const IntegrityKind = z.enum(INTEGRITY_KINDS)
export type IntegrityKind = z.output<typeof IntegrityKind>

/** Maximum length of the `detail` and the `key` of a finding, in characters. */
export const FINDING_TEXT_MAX = 500

/** A data problem in one place. */
export const IntegrityFinding = z.strictObject({
  kind: IntegrityKind,
  run_id: z.nullable(RunId),
  node_id: z.nullable(NodeId),
  event_id: z.nullable(EventId),
  /** The table and key of the row. The key is empty if the row has none. */
  table: z.string(),
  key: z.string(),
  /** Number of affected rows, at least 1: all events of a lost node are one finding. */
  rows: count,
  /** A sentence about this particular place. */
  detail: z.string(),
})
export type IntegrityFinding = Readonly<z.output<typeof IntegrityFinding>>

/** Maximum number of example findings in a group. `findings` and `rows` have the full counts. */
export const INTEGRITY_EXAMPLES_MAX = 20

export const IntegrityGroup = z.strictObject({
  kind: IntegrityKind,
  findings: count,
  rows: count,
  /** Number of runs with this finding; 0 if the rows belong to no run. */
  runs: count,
  examples: z.readonly(z.array(IntegrityFinding)),
})
export type IntegrityGroup = Readonly<z.output<typeof IntegrityGroup>>

/**
 * A node id used by more than one run. A query by node id alone, as in the old API, returns the rows of all these
 * runs; a query by run and node id returns those of one run.
 */
export const ReusedId = z.strictObject({
  node_id: NodeId,
  /** Number of runs with a node of this id. */
  runs: count,
  events: count,
  files: count,
  messages: count,
  events_per_run: z.strictObject({ minimum: count, median: count, maximum: count }),
  /** A run whose number of events for this id is the median. */
  typical_run_id: RunId,
})
export type ReusedId = Readonly<z.output<typeof ReusedId>>

/** Maximum number of reused ids in a report, those with the most events first. */
export const REUSED_IDS_MAX = 200

/** The contents of a database and its data problems. */
export const IntegrityReport = z.strictObject({
  /** `old`: a database of the system before Runlens; `runlens`: a Runlens database. */
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
  /** Number of distinct node ids by kind, in audited runs only, like `groups`. */
  node_ids: z.strictObject({ total: count, uuid: count, name: count }),
  events: z.strictObject({ with_node: count, without_node: count }),
  /** In audited runs only, like `groups`. */
  reused_ids: z.strictObject({ total: count, items: z.readonly(z.array(ReusedId)) }),
  /** By kind, in the order of `INTEGRITY_KINDS`. Kinds without findings are left out. */
  groups: z.readonly(z.array(IntegrityGroup)),
  /** Number of runs with findings other than repaired ones. */
  runs_with_findings: count,
  /**
   * Number of runs written since their last audit. The report has no findings for them, or outdated ones. A run that
   * is being written is audited after a few quiet seconds, or else from time to time.
   */
  runs_pending: count,
})
export type IntegrityReport = Readonly<z.output<typeof IntegrityReport>>

/** The data problems of one run. */
export const RunIntegrity = z.strictObject({
  run_id: RunId,
  /**
   * False while the run is waiting to be audited, for example because it is being written. `groups` is empty then.
   */
  checked: z.boolean(),
  groups: z.readonly(z.array(IntegrityGroup)),
})
export type RunIntegrity = Readonly<z.output<typeof RunIntegrity>>

/**
 * Compares what a query by this node id alone would return with what Runlens returns. Counts only, no rows of other
 * runs.
 */
export const NodeReuse = z.strictObject({
  run_id: RunId,
  node_id: NodeId,
  by_id_alone: z.strictObject({ runs: count, events: count, files: count, messages: count }),
  in_this_run: z.strictObject({ events: count, files: count, messages: count }),
  /**
   * Present if many runs are waiting to be audited, as after an import: this many runs enter `by_id_alone` with
   * outdated counts, or not at all.
   */
  runs_pending: z.exactOptional(count),
})
export type NodeReuse = Readonly<z.output<typeof NodeReuse>>
