import * as z from 'zod/mini'
import { BATCH_BYTES_MAX, BATCH_VALUES_MAX, TOO_MANY_VALUES, Batch, BatchReply } from './batch.ts'
import { filledPath, type Endpoint } from './Endpoint.ts'
import { RunId } from './ids.ts'
import { NoQuery } from './queries.ts'
import { PROGRAM_ENDPOINTS } from './programEndpoints.ts'
import { READ_ENDPOINTS } from './readEndpoints.ts'

/** All endpoints. Routes, client, OpenAPI and the isolation tests read this one table. */
export const ENDPOINTS = {
  ...READ_ENDPOINTS,
  ...PROGRAM_ENDPOINTS,
  writeBatch: {
    method: 'POST',
    path: '/api/runs/:run_id/batch',
    scope: 'run',
    summary:
      'Batch ingest: writes rows of one run, all or none; a row with an existing key updates only the fields it contains',
    params: z.strictObject({ run_id: RunId }),
    query: NoQuery,
    body: {
      schema: Batch,
      maxBytes: BATCH_BYTES_MAX,
      maxValues: { count: BATCH_VALUES_MAX, message: TOO_MANY_VALUES },
    },
    reply: BatchReply,
    rows: ['item'],
  },
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof ENDPOINTS
export type ReplyOf<Name extends EndpointName> = (typeof ENDPOINTS)[Name]['reply'] extends infer Schema extends
  z.core.$ZodType
  ? z.output<Schema>
  : never

export const pathOf = (name: EndpointName, params: Readonly<Record<string, string>>): string =>
  filledPath(ENDPOINTS[name].path, params)
