import type { RunId } from '#contract/ids.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { fairShare, shortenedSpan } from '#server/store/spans/boundedSpans.ts'
import type { ReadBounds, SpansOfRun } from '#server/store/ports/spans.ts'
import { Pace } from '#server/lib/Pace.ts'
import * as z from 'zod/mini'
import { SpanReader } from './readSpans.ts'
import type { SqlRunner } from '../sql.ts'

/** Read at once, so that only this much raw text is in memory beside the parsed spans. */
const PAGE_BYTES = 2 * 1024 * 1024
const PAGE_SPANS = 1000

/** Earliest spans first, so that a run which outgrows the bounds keeps what was projected of it. */
const KEYS = `select trace_id, span_id, coalesce(bytes, octet_length(span::text)) as bytes, count(*) over () as of
  from spans where trace_id in (select trace_id from traces where run_id = $1::uuid)
  order by coalesce(start_ns, (span->>'start_ns')::numeric), trace_id, span_id limit $2::bigint`

const Key = z.object({ trace_id: z.string(), span_id: z.string(), bytes: z.int(), of: z.int() })
type Key = z.output<typeof Key>

const EVERY: ReadBounds = { spans: 1_000_000_000, bytes: Infinity }

/** See `SpanStore.spansOfRun`. */
export async function readSpansOfRun(sql: SqlRunner, run_id: RunId, bounds: ReadBounds = EVERY): Promise<SpansOfRun> {
  // The revision is read first: spans that arrive between the two reads are included, and projected once more.
  const [found] = await sql.query(
    'select revision, waiting_spans from span_runs where run_id = $1::uuid',
    [run_id],
    z.object({ revision: z.int(), waiting_spans: z.int() }),
  )
  const first = await sql.query(KEYS, [run_id, bounds.spans], Key)
  const keys = first.toSorted((a, b) => compare(a.trace_id, b.trace_id) || compare(a.span_id, b.span_id))
  const share = fairShare(
    keys.map(({ bytes }) => bytes),
    bounds.bytes,
  )
  const reader = new SpanReader(sql)
  const pace = new Pace()
  const spans: RawSpan[] = []
  let shortened = 0
  for (const page of pagesOf(keys)) {
    // oxlint-disable-next-line no-await-in-loop -- reads page by page on purpose
    for (const [index, span] of (await reader.read(page)).entries()) {
      const isWhole = (page[index]?.bytes ?? 0) <= share
      if (!isWhole) shortened += 1
      spans.push(isWhole ? span : shortenedSpan(span, share))
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (pace.isDue) await pace.rest()
    }
  }
  return {
    spans,
    revision: found?.revision ?? 0,
    waiting: found?.waiting_spans ?? 0,
    leftOut: (keys[0]?.of ?? 0) - keys.length,
    shortened,
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function pagesOf(keys: readonly Key[]): readonly (readonly Key[])[] {
  const pages: Key[][] = []
  let page: Key[] = []
  let bytes = 0
  for (const key of keys) {
    if (page.length > 0 && (bytes + key.bytes > PAGE_BYTES || page.length >= PAGE_SPANS)) {
      pages.push(page)
      page = []
      bytes = 0
    }
    page.push(key)
    bytes += key.bytes
  }
  if (page.length > 0) pages.push(page)
  return pages
}
