import type * as z from 'zod/mini'
import type { RowPlaces } from './scopedRows.ts'

/** How wide a reply reads: nothing of a run, the list of runs, one run, one node, or the run of one event. */
type EndpointScope = 'public' | 'global' | 'run' | 'node' | 'event'

export type Endpoint = {
  readonly method: 'GET' | 'POST'
  readonly path: `/api/${string}`
  readonly summary: string
  readonly params: z.ZodMiniObject
  readonly query: z.ZodMiniObject
  /** What is posted, as JSON, how many bytes of it at most, and how many JSON values, with what is said of more. */
  readonly body?: {
    readonly schema: z.core.$ZodType
    readonly maxBytes: number
    readonly maxValues: { readonly count: number; readonly message: string }
  }
} & EndpointReply

/** A reply of a run or a node says where the rows are that must bear its scope. */
type EndpointReply =
  /** Not JSON of ours: the bytes of a file, the OpenAPI document. */
  | { readonly scope: EndpointScope; readonly reply: null; readonly rows?: never }
  | { readonly scope: 'public' | 'global'; readonly reply: z.core.$ZodType; readonly rows?: never }
  | { readonly scope: 'run' | 'node' | 'event'; readonly reply: z.core.$ZodType; readonly rows: RowPlaces }

/** A path with its parameters filled in, each encoded as one segment. Throws where one is missing. */
export const filledPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`${path} needs the parameter ${key}`)
    return encodeURIComponent(value)
  })
