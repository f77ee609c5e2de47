import * as z from 'zod/mini'

/** Whether the server answers, and what a reader should know of it before reading. */
export const Health = z.strictObject({
  status: z.literal('ok'),
  version: z.string(),
  database: z.enum(['pglite', 'postgres', 'memory']),
  /** True where the server listens beyond loopback although it knows no authentication; the app warns of it. */
  exposed_without_authentication: z.boolean(),
})
export type Health = Readonly<z.output<typeof Health>>
