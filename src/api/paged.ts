import { infiniteQueryOptions } from '@tanstack/react-query'

/** A list read page by page under one key; `load` gets the cursor of the page to fetch, undefined for the first. */
export function paged<const Key extends readonly unknown[], Reply extends { readonly next_cursor: string | null }>(
  queryKey: Key,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Reply>,
) {
  const first: string | undefined = undefined
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) => load(pageParam, signal),
    initialPageParam: first,
    getNextPageParam: (last: Reply) => last.next_cursor ?? undefined,
  })
}
