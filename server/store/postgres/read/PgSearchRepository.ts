import * as z from 'zod/mini'
import type { RunId } from '#contract/ids.ts'
import { HIT_TITLE_MAX, SEARCH_ROWS_MAX, SearchHit, type SearchKind, SNIPPET_CONTEXT } from '#contract/search.ts'
import type { PageRequest } from '#server/store/ports/page.ts'
import type { SearchRepository, SearchSlice } from '#server/store/ports/search.ts'
import { searchForms, sharedPart, tidySnippet } from '#server/store/read/searchSnippet.ts'
import { isRepetitive } from './isRepetitive.ts'
import { moment } from '../columns.ts'
import { contains } from './containsText.ts'
import { fieldsOf, SEARCH_SOURCES, type SearchSource } from './searchSources.ts'
import { pageSql } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

const Found = z.object({
  total: z.int(),
  rows: z.int(),
  of: z.int(),
  hits: z.array(z.object({ key: z.array(z.union([z.string(), z.number()])), hit: SearchHit })),
})

export class PgSearchRepository implements SearchRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async search(run_id: RunId, kind: SearchKind, q: string, page: PageRequest): Promise<SearchSlice> {
    const params = new SqlParams()
    const [found] = await this.#sql.query(searchSql(run_id, kind, q, page, params), params.values, Found)
    if (!found) throw new Error('a select without from answers with one row')
    const { total, rows, of } = found
    // One hit more than requested shows whether there is another page.
    const hits = found.hits.slice(0, page.limit)
    return {
      rows: hits.map(({ hit }) => ({ ...hit, snippet: tidySnippet(hit.snippet) })),
      total,
      next: found.hits.length > page.limit ? hits.at(-1)?.key : undefined,
      searched: { rows, of },
    }
  }
}

/**
 * One statement, hence one snapshot: the scan keeps only the sort values of each row and whether it matches; the page
 * is cut from that; only the page's rows are then read in full, with their first matching field and the text around the
 * match.
 */
function searchSql(run_id: RunId, kind: SearchKind, q: string, page: PageRequest, params: SqlParams): string {
  const source = SEARCH_SOURCES[kind]
  const run = `run_id = ${params.bind(run_id)}::uuid`
  const lowered = (text: string): string => `lower(${params.bind(text)}::text collate "C")`
  const found = (text: string, needle: string): string => contains(source.folded, needle, isRepetitive(text))
  const forms = searchForms(q).map((text) => ({ needle: lowered(text), text }))
  const part = sharedPart(q)
  const shared = forms.length > 1 ? `${found(part, lowered(part))} and ` : ''
  const matches = `${shared}(${forms.map(({ text, needle }) => found(text, needle)).join(' or ')})`
  const keys = source.order.map(({ column }) => column).join(', ')
  return `
    with scanned as materialized (
      select ${source.order.map(({ column, value }) => `${value} as ${column}`).join(', ')}, ${matches} as matched
      from ${source.scanned} where ${run} order by ${keys} limit ${SEARCH_ROWS_MAX}
    ),
    page as (
      ${pageSql({ from: 'scanned', where: ['matched'], params, order: source.order, direction: 'ascending' }, '*', page)}
    ),
    counted as (select count(*) as rows, count(*) filter (where matched) as total from scanned)
    select total, rows,
      case when rows < ${SEARCH_ROWS_MAX} then rows else (select count(*) from ${source.rows} where ${run}) end as of,
      (select coalesce(json_agg(hits), '[]') from (${hitsSql(
        kind,
        source,
        run,
        forms.map(({ needle }) => needle),
      )}) hits) as hits
    from counted`
}

function hitsSql(kind: SearchKind, source: SearchSource, run: string, needles: readonly string[]): string {
  const id = source.order.at(-1)?.column
  const keys = source.order.map(({ column }) => `page.${column}`).join(', ')
  const parts = fieldsOf(source).map(([field, text], place) => `(${place}, '${field}', ${text})`)
  const forms = needles.map((needle, place) => `(${place}, ${needle})`)
  // The sort columns have the same names as columns of the row, so the row is wrapped before the page is joined to it.
  return `
    select json_build_array(${source.order.map(({ json }) => json).join(', ')}) as key, hit
    from page join lateral (
      select json_build_object('kind', '${kind}', 'run_id', run_id, 'node_id', node_id, ${source.own}
        'title', left(${source.title}, ${HIT_TITLE_MAX}), 'at', ${moment(source.at)}, 'field', field,
        'snippet', json_build_object(
          'before', substring(text from greatest(start - ${SNIPPET_CONTEXT}, 1) for least(start - 1, ${SNIPPET_CONTEXT})),
          'match', substring(text from start for char_length(needle)),
          'after', substring(text from start + char_length(needle) for ${SNIPPET_CONTEXT}))) as hit
      from ${source.rows} cross join lateral (
        select field, text, needle, start
        from (values ${parts.join(', ')}) as part (place, field, text),
          (values ${forms.join(', ')}) as form (rank, needle),
          lateral (select strpos(lower(text collate "C"), needle) as start) found
        where start > 0
        order by place, start, rank limit 1
      ) match
      where ${run} and ${source.rows}.${id} = page.${id}
    ) found on true
    order by ${keys}`
}
