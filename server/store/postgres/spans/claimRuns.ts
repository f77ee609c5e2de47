import { RunId } from '#contract/ids.ts'
import { Timestamp } from '#contract/timestamps.ts'
import type { Lane } from '#server/store/ports/spans.ts'
import * as z from 'zod/mini'
import { moment } from '../columns.ts'
import type { SqlRunner } from '../sql.ts'

/** The claim of a server that is gone expires after this time. A live server renews its claims long before. */
const LEASE = "interval '15 s'"
/** A run during whose projection this many servers ended is set aside: it may be the cause. */
export const UNFINISHED_MAX = 3
/** A run whose projection failed this often is set aside, whatever arrives for it. */
export const FAILURES_MAX = 3
/** Runs with more spans or bytes than this are projected in a separate lane, because each takes long. */
const IS_LARGE = 'span_count > 2000 or span_bytes > 4194304'

/**
 * When a run that became due at `since` is projected. A run of 20,000 spans lets all runs go first that become due
 * within ten seconds.
 */
export const DRAW_AT = (since: string, spans: string): string =>
  `${since} + least(${spans} * interval '0.5 ms', interval '15 s')`

const LANES: Readonly<Record<Lane, string>> = {
  any: 'true',
  small: `not (${IS_LARGE})`,
  large: `(${IS_LARGE})`,
}

/**
 * `$1`: the server, `$2`: whether no other can be at work, `$3`: the quiet time in milliseconds, `$4`: the number of
 * runs.
 */
const claimSql = (lane: Lane) => {
  const isFree = `set_aside is null and (claimed_by is null or claimed_by = $1::uuid or $2::boolean or claimed_until < clock_timestamp())
    and ${LANES[lane]}`
  const isQuiet = "received_at <= clock_timestamp() - $3::double precision * interval '1 ms'"
  return `with due as (
      select run_id from span_runs
      where projected_revision <> revision and (rest_until is null or rest_until <= clock_timestamp()) and ${isFree}
      order by draw_at nulls first, received_at, run_id limit $4::bigint for update skip locked
    ), quiet as (
      select run_id from span_runs where not is_settled and projected_revision = revision and ${isQuiet} and ${isFree}
      order by received_at, run_id limit $4::bigint for update skip locked
    ), picked as (
      select run_id, ordinal, count(*) over () from (
        select run_id, 1 as part, row_number() over () as ordinal from due
        union all select run_id, 2, row_number() over () from quiet
      ) both_parts order by part, ordinal limit $4::bigint
    ), claimed as (
      update span_runs set claimed_by = $1::uuid, claimed_until = clock_timestamp() + ${LEASE},
        unfinished = unfinished + (case when claimed_by <> $1::uuid and is_suspect then 1 else 0 end), is_suspect = (${IS_LARGE})
      where run_id in (select run_id from picked)
      returning run_id, ${isQuiet} as is_quiet, unfinished, draw_at, projected_revision <> revision as is_due, received_at
    )
    select run_id, is_quiet, unfinished from claimed order by is_due desc, draw_at nulls first, received_at, run_id`
}

const CLAIMS: Readonly<Record<Lane, string>> = {
  any: claimSql('any'),
  small: claimSql('small'),
  large: claimSql('large'),
}

const Claimed = z.object({ run_id: RunId, is_quiet: z.boolean(), unfinished: z.int() })

export type Claimant = { readonly server: string; readonly isAlone: boolean }

export const claimRuns = (
  sql: SqlRunner,
  { server, isAlone }: Claimant,
  quietMs: number,
  limit: number,
  lane: Lane,
): Promise<readonly z.output<typeof Claimed>[]> => sql.query(CLAIMS[lane], [server, isAlone, quietMs, limit], Claimed)

/**
 * A run whose projection takes longer than this may be what ended its server. A small, quick one was only there when it
 * ended.
 */
const SUSPECT_AFTER = "interval '1 s'"

export const RENEW_CLAIMS = `update span_runs set claimed_until = clock_timestamp() + ${LEASE},
    is_suspect = is_suspect or claimed_until < clock_timestamp() + ${LEASE} - ${SUSPECT_AFTER}
  where claimed_by = $1::uuid`

export const SET_ASIDE = `update span_runs set set_aside = $2::text, set_aside_version = $3::text, set_aside_at = clock_timestamp(), claimed_by = null,
    claimed_until = null, waiting_spans = 0, due_since = null
  where run_id = $1::uuid`

/**
 * Gives runs that another version set aside one more try: the next failure, or the next server that ends during
 * projection, sets them aside again under this version. A new revision, as after a write of spans, makes them due.
 */
export const RETRY_SET_ASIDE = `update span_runs set set_aside = null, set_aside_at = null, unfinished = ${UNFINISHED_MAX - 1},
    failures = ${FAILURES_MAX - 1}, revision = revision + 1, waiting_spans = span_count, due_since = clock_timestamp(),
    draw_at = ${DRAW_AT('clock_timestamp()', 'span_count')}, rest_until = null
  where set_aside is not null and set_aside_version is distinct from $1::text returning run_id`

/** Returns how often the run has failed so far. */
export const COUNT_FAILURE = `update span_runs set failures = failures + 1, unfinished = 0, projected_revision = coalesce($2::bigint, revision),
    is_settled = true, claimed_by = nullif(claimed_by, $3::uuid), waiting_spans = 0, due_since = null
  where run_id = $1::uuid returning failures`

export const SELECT_ASIDE = `select run_id, set_aside as reason, ${moment('set_aside_at')} as since, span_count as spans, span_bytes as bytes
  from span_runs where set_aside is not null order by set_aside_at desc, run_id limit $1::bigint`

export const SELECT_BACKLOG = `select coalesce(sum(waiting_spans), 0)::bigint as spans, count(*) as runs,
    ${moment('min(coalesce(due_since, received_at))')} as oldest_at
  from span_runs where projected_revision <> revision and set_aside is null`

export const BacklogRow = z.object({ spans: z.int(), runs: z.int(), oldest_at: z.nullable(Timestamp) })
