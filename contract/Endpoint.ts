import type * as z from 'zod/mini'
import type { RowPlaces } from './scopedRows.ts'

/** The scope of a reply: no run data, the list of runs, one run, one node, or the run of one event. */
type EndpointScope = 'public' | 'global' | 'run' | 'node' | 'event'

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: `/api/${string}`
  readonly summary: string
  readonly params: z.ZodMiniObject
  readonly query: z.ZodMiniObject
  /**
   * The JSON body of a POST: its limits in bytes and in JSON values, and the message for a body with too many values.
   */
  readonly body?: {
    readonly schema: z.core.$ZodType
    readonly maxBytes: number
    readonly maxValues: { readonly count: number; readonly message: string }
  }
} & EndpointReply

/** A reply about a run or a node declares where its rows are, which must belong to its scope. */
type EndpointReply =
  /** Not JSON of ours: the bytes of a file, the OpenAPI document. */
  | { readonly scope: EndpointScope; readonly reply: null; readonly rows?: never }
  | { readonly scope: 'public' | 'global'; readonly reply: z.core.$ZodType; readonly rows?: never }
  | { readonly scope: 'run' | 'node' | 'event'; readonly reply: z.core.$ZodType; readonly rows: RowPlaces }

/** The path with its parameters filled in, each encoded as one segment. Throws if one is missing. */
export const filledPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`${path} needs the parameter ${key}`)
    return encodeURIComponent(value)
  })
