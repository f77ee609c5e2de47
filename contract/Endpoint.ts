import type * as z from 'zod/mini'

/** How wide a reply reads: nothing of a run, the list of runs, one run, one node, or the run of one event. */
type EndpointScope = 'public' | 'global' | 'run' | 'node' | 'event'

export type Endpoint = {
  readonly method: 'GET' | 'POST'
  readonly path: `/api/${string}`
  readonly summary: string
  readonly scope: EndpointScope
  readonly params: z.ZodMiniObject
  readonly query: z.ZodMiniObject
  /** What is posted, as JSON, how many bytes of it at most, and how many JSON values, with what is said of more. */
  readonly body?: {
    readonly schema: z.core.$ZodType
    readonly maxBytes: number
    readonly maxValues: { readonly count: number; readonly message: string }
  }
  /** Null where the reply is not JSON of ours: the bytes of a file, the OpenAPI document. */
  readonly reply: z.core.$ZodType | null
}

/** A path with its parameters filled in, each encoded as one segment. Throws where one is missing. */
export const filledPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`${path} needs the parameter ${key}`)
    return encodeURIComponent(value)
  })
