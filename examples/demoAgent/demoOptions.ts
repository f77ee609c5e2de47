import * as z from 'zod/mini'
import { Endpoint } from '../shared/endpoint.ts'

export const DEMO_HELP = `npm run demo:agent -- [options]

A scripted agent reports one run to Runlens while it works, by the stock OpenTelemetry SDK.

  --endpoint URL   where Runlens is (OTEL_EXPORTER_OTLP_ENDPOINT, else http://127.0.0.1:4400)
  --fast           in two seconds instead of half a minute
  --fail           the run fails at its writer
  --seed TEXT      the same text makes the same run again, under another id
  --protocol P     protobuf or json (protobuf)`

const Given = z.object({
  endpoint: Endpoint,
  fast: z._default(z.optional(z.boolean()), false),
  fail: z._default(z.optional(z.boolean()), false),
  seed: z.optional(z.string()),
  protocol: z._default(
    z.optional(z.enum(['protobuf', 'json'], { error: '--protocol must be protobuf or json.' })),
    'protobuf',
  ),
})

export type DemoOptions = Readonly<z.output<typeof Given>>

export type ReadDemoOptions =
  | { readonly kind: 'read'; readonly options: DemoOptions }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] }

/** What the command line asks for; it is given with the endpoint that holds where it names none. */
export function readDemoOptions(given: Readonly<Record<string, unknown>>): ReadDemoOptions {
  const parsed = z.safeParse(Given, given)
  return parsed.success
    ? { kind: 'read', options: parsed.data }
    : { kind: 'refused', sentences: parsed.error.issues.map(({ message }) => message) }
}
