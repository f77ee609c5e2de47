import type * as z from 'zod/mini'

/** The scope of a reply: no run data, the list of runs, one run, one node, or the run of one event. */
type EndpointScope = 'public' | 'global' | 'run' | 'node' | 'event'

export type Endpoint = {
  readonly method: 'GET' | 'POST'
  readonly path: `/api/${string}`
  readonly summary: string
  readonly scope: EndpointScope
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
  /** Null if the reply is not our JSON: the bytes of a file, or the OpenAPI document. */
  readonly reply: z.core.$ZodType | null
}

/** The path with its parameters filled in, each encoded as one segment. Throws if one is missing. */
export const filledPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`${path} needs the parameter ${key}`)
    return encodeURIComponent(value)
  })
