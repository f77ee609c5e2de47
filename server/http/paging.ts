import type { ColumnsPage } from '#contract/columns.ts'
import type { Page } from '#contract/scoped.ts'
import type { BriefSlice } from '#server/store/ports/events.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import { eventColumns } from './eventColumns.ts'
import { type Refusal, isRefusal, refuse } from './context.ts'
import { type List, readCursor, writeCursor } from './cursor.ts'

type Asked = { readonly limit: number; readonly cursor?: string | undefined }

/** Reads the requested page and wraps it in its envelope. */
export async function pageFor<const Named extends List, Row>(
  list: Named,
  asked: Asked,
  read: (page: PageRequest) => Promise<Slice<Row>>,
): Promise<Page<Named['scope'], Row> | Refusal> {
  const found = await sliceFor(list, asked, read)
  if (isRefusal(found)) return found
  const { slice, next_cursor } = found
  const { rows, total, total_is_capped } = slice
  return { scope: list.scope, items: rows, total, ...(total_is_capped && { total_is_capped }), next_cursor }
}

/** The same for events, column by column. */
export async function columnsFor<const Named extends List>(
  list: Named,
  asked: Asked,
  read: (page: PageRequest) => Promise<BriefSlice>,
): Promise<ColumnsPage<Named['scope']> | Refusal> {
  const found = await sliceFor(list, asked, read)
  if (isRefusal(found)) return found
  const { slice, next_cursor } = found
  const { rows, total, error_total } = slice
  return { scope: list.scope, columns: eventColumns(rows), total, error_total, next_cursor }
}

/** Reads the requested page, with the cursor of the next one; for envelopes that contain more than a list. */
export async function sliceFor<Found extends Pick<Slice<unknown>, 'next'>>(
  list: List,
  asked: Asked,
  read: (page: PageRequest) => Promise<Found>,
): Promise<{ readonly slice: Found; readonly next_cursor: string | null } | Refusal> {
  const after = asked.cursor === undefined ? undefined : await readCursor(list, asked.cursor)
  if (asked.cursor !== undefined && after === undefined)
    return refuse('bad_cursor', 'The cursor comes from another list or other filters. Start again without a cursor.', [
      { field: 'cursor', message: 'does not belong to this list' },
    ])
  const slice = await read({ limit: asked.limit, after })
  return { slice, next_cursor: slice.next === undefined ? null : await writeCursor(list, slice.next) }
}
