import * as z from 'zod/mini'

/** Whether the server is available, and what a reader should know before reading. */
export const Health = z.strictObject({
  status: z.literal('ok'),
  version: z.string(),
  database: z.enum(['pglite', 'postgres', 'memory']),
  /** True if the server listens beyond loopback, although it has no authentication. The app shows a warning. */
  exposed_without_authentication: z.boolean(),
})
export type Health = Readonly<z.output<typeof Health>>
