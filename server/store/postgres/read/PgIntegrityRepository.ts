import * as z from 'zod/mini'
import { EventId, NodeId, type NodeRef, RunId } from '#contract/ids.ts'
import {
  FINDING_TEXT_MAX,
  IntegrityGroup,
  IntegrityKind,
  INTEGRITY_EXAMPLES_MAX,
  type IntegrityReport,
  type NodeReuse,
} from '#contract/integrity.ts'
import { AT_ONCE, RETRY_DOUBLED_MAX, RETRY_MS } from '#server/store/audits/AuditPatience.ts'
import type { AuditedRun, ForeignReferences, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import type { RunAudit } from '#server/store/audits/RunAudit.ts'
import { portionsOf } from '#server/store/audits/portionsOf.ts'
import { troubleCount } from '#server/store/audits/FindingGroups.ts'
import type { IntegrityRepository } from '#server/store/ports/integrity.ts'
import { importFinding } from '#server/store/audits/importFinding.ts'
import { countEntities } from './countEntities.ts'
import { currentRevision } from './currentRevision.ts'
import { keptCount } from './figures.ts'
import { queryWithWriteTimeout } from './queryWithWriteTimeout.ts'
import { readAuditedRuns } from './readAuditedRuns.ts'
import { selectFindings } from './selectFindings.ts'
import { selectNodeReuse } from './selectNodeReuse.ts'
import { selectNodeIds } from './selectNodeIds.ts'
import { NoRow, type Sql } from '../sql.ts'

/** Maximum number of runs audited at once. */
const RUNS_AT_ONCE = 50

const IS_PENDING = 'audited_revision is distinct from revision'

/** `isDue` in SQL, for a pending run. The parameters are the fields of the patience, in the order of `pendingRuns`. */
const ago = (ms: string) => `clock_timestamp() - ${ms} * interval '1 ms'`
const IS_DUE = `(audit_failures = 0
    or audited_at <= ${ago(`${RETRY_MS} * power(2, least(audit_failures - 1, ${RETRY_DOUBLED_MAX}))`)})
  and (audited_revision is null and written_at <= ${ago('$2::double precision')}
    or written_at <= case when revision - coalesce(audited_revision, 0) >= coalesce(audited_revision, 0) / 10
      then ${ago('$1::double precision')} else ${ago('$3::double precision')} end
    or audited_at <= ${ago('$4::double precision')} and revision >= 2 * coalesce(audited_revision, 0))`

const count = z.int()
const groups = z.array(IntegrityGroup)
const UnplacedGroup = z.object({
  kind: IntegrityKind,
  findings: count,
  runs: count,
  examples: z.array(
    z.object({
      kind: z.string(),
      table: z.string(),
      key: z.string(),
      run_id: z.nullable(z.string()),
      reason: z.string(),
    }),
  ),
})

const KEEP_AUDITS = `update run_revisions a set audited_revision = given.revision, finding_count = given.finding_count,
    awaited = given.awaited, groups = given.groups, audited_at = clock_timestamp(), audit_failures = 0
  from json_to_recordset($1::text::json) as given (run_id uuid, revision bigint, finding_count bigint, awaited text[],
    groups json)
  where a.run_id = given.run_id`

const KEEP_NODE_USES = `with own as materialized (
    select run_id, node_id, events, files, messages
    from json_to_recordset($1::text::json) as given (run_id uuid, nodes json) join run_revisions using (run_id),
      json_to_recordset(nodes) as own (node_id text, events integer, files integer, messages integer)
  ), gone as (
    delete from node_uses u where u.run_id = any($2::uuid[])
      and not exists (select from own where own.run_id = u.run_id and own.node_id = u.node_id)
  )
  insert into node_uses (run_id, node_id, events, files, messages) select * from own
  on conflict (run_id, node_id) do update
    set events = excluded.events, files = excluded.files, messages = excluded.messages
    where (node_uses.events, node_uses.files, node_uses.messages) <> (excluded.events, excluded.files, excluded.messages)`

export class PgIntegrityRepository implements IntegrityRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async pendingRuns(patience = AT_ONCE): Promise<readonly RunId[]> {
    const { quietMs, firstQuietMs, longQuietMs, liveMs } = patience
    const pending = await this.#sql.query(
      `select run_id, (select count(*) from execution_events e where e.run_id = a.run_id) as event_count
      from (select run_id from run_revisions where ${IS_PENDING} and ${IS_DUE} limit ${RUNS_AT_ONCE}) a`,
      [quietMs, firstQuietMs, longQuietMs, liveMs],
      z.object({ run_id: RunId, event_count: count }),
    )
    const [first = []] = portionsOf(pending)
    return first
  }

  async countPendingRuns(): Promise<number> {
    const text = `select ${keptCount('audits', 'pending')} as count`
    const [found] = await this.#sql.query(text, [], z.object({ count }))
    return found?.count ?? 0
  }

  readRuns(run_ids: readonly RunId[]): Promise<readonly AuditedRun[]> {
    return readAuditedRuns(this.#sql, run_ids)
  }

  async revisionOf(run_id: RunId): Promise<number | undefined> {
    return (await currentRevision(this.#sql, run_id))?.revision
  }

  async resolveReferences({ node_ids, event_ids, run_ids }: ForeignReferences): Promise<ResolvedReferences> {
    const [nodes, events, runs, parents] = await Promise.all([
      this.#sql.query(
        `select node_id, bool_or(origin = 'recorded') as is_recorded from dag_nodes
        where node_id = any($1::text[]) group by node_id`,
        [node_ids],
        z.object({ node_id: NodeId, is_recorded: z.boolean() }),
      ),
      this.#sql.query(
        'select event_id from execution_events where event_id = any($1::text[])',
        [event_ids],
        z.object({ event_id: EventId }),
      ),
      this.#sql.query(
        'select run_id from workflow_runs where run_id = any($1::uuid[])',
        [run_ids],
        z.object({ run_id: RunId }),
      ),
      // Few runs have a parent, but a chain of parents may be of any length.
      run_ids.length === 0
        ? []
        : this.#sql.query(
            'select run_id, parent_run_id from workflow_runs where parent_run_id is not null',
            [],
            z.object({ run_id: RunId, parent_run_id: RunId }),
          ),
    ])
    return {
      nodes: new Map(nodes.map(({ node_id, is_recorded }) => [node_id, is_recorded ? 'recorded' : 'reconstructed'])),
      events: new Set(events.map(({ event_id }) => event_id)),
      runs: new Set(runs.map(({ run_id }) => run_id)),
      parentOfRun: new Map(parents.map(({ run_id, parent_run_id }) => [run_id, parent_run_id])),
    }
  }

  async keepAudits(audits: readonly RunAudit[]): Promise<void> {
    const rows = JSON.stringify(
      audits.map(({ run_id, revision, groups: found, awaited, nodes }) => ({
        run_id,
        revision,
        groups: found,
        finding_count: troubleCount(found),
        awaited,
        nodes,
      })),
    )
    const offered = [...new Set(audits.flatMap((audit) => audit.offered))]
    await this.#sql.transaction(async (tx) => {
      await tx.query(KEEP_AUDITS, [rows], NoRow)
      await tx.query(KEEP_NODE_USES, [rows, audits.map(({ run_id }) => run_id)], NoRow)
      await tx.query(
        `update run_revisions set audited_revision = null where awaited <> '{}' and awaited && $1::text[]`,
        [offered],
        NoRow,
      )
    })
  }

  async keepFailure(run_id: RunId): Promise<void> {
    await this.#sql.query(
      `update run_revisions set audited_at = clock_timestamp(), audit_failures = audit_failures + 1
      where run_id = $1::uuid and ${IS_PENDING}`,
      [run_id],
      NoRow,
    )
  }

  countEntities(): Promise<Pick<IntegrityReport, 'counts' | 'events'>> {
    return countEntities(this.#sql)
  }

  nodeIds(): Promise<Pick<IntegrityReport, 'node_ids' | 'reused_ids'>> {
    return selectNodeIds(this.#sql)
  }

  foundInAll(): Promise<{ readonly groups: readonly IntegrityGroup[]; readonly runs: number }> {
    return selectFindings(this.#sql)
  }

  async foundInRun(run_id: RunId): Promise<readonly IntegrityGroup[] | undefined> {
    const [found] = await this.#sql.query(
      `select groups from run_revisions where run_id = $1::uuid and not (${IS_PENDING})`,
      [run_id],
      z.object({ groups }),
    )
    return found?.groups
  }

  async unplaced(): Promise<readonly IntegrityGroup[]> {
    const rows = await queryWithWriteTimeout(
      this.#sql,
      `with placed as (
        select kind, run_id, json_build_object('kind', kind, 'table', old_table, 'key', left(old_key, ${FINDING_TEXT_MAX}),
          'run_id', left(run_id, ${FINDING_TEXT_MAX}), 'reason', left(reason, ${FINDING_TEXT_MAX})) as example, row_number() over (partition by kind order by row_digest) as place
        from unplaced_rows
      )
      select kind, count(*) as findings, count(distinct run_id) as runs,
        json_agg(example order by place) filter (where place <= ${INTEGRITY_EXAMPLES_MAX}) as examples
      from placed group by kind`,
      UnplacedGroup,
    )
    return rows.map(({ examples, ...group }) => ({
      ...group,
      rows: group.findings,
      examples: examples.map(importFinding),
    }))
  }

  nodeReuse(ref: NodeRef): Promise<Omit<NodeReuse, keyof NodeRef>> {
    return selectNodeReuse(this.#sql, ref)
  }
}
