import type { Page } from '#contract/scoped.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import { type Refusal, refuse } from './context.ts'
import { type List, readCursor, writeCursor } from './cursor.ts'

type Asked = { readonly limit: number; readonly cursor?: string | undefined }

/** Reads the page that the query asks for and puts it into its envelope. */
export async function pageFor<const Named extends List, Row>(
  list: Named,
  asked: Asked,
  read: (page: PageRequest) => Promise<Slice<Row>>,
): Promise<Page<Named['scope'], Row> | Refusal> {
  const after = asked.cursor === undefined ? undefined : await readCursor(list, asked.cursor)
  if (asked.cursor !== undefined && after === undefined)
    return refuse('bad_cursor', 'The cursor was not made by this list with these filters. Begin without a cursor.', [
      { field: 'cursor', message: 'does not belong to this list' },
    ])
  const slice = await read({ limit: asked.limit, after })
  return {
    scope: list.scope,
    items: slice.rows,
    total: slice.total,
    next_cursor: slice.next === undefined ? null : await writeCursor(list, slice.next),
  }
}
