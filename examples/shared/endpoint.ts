import * as z from 'zod/mini'

/** Where Runlens is unless the environment or the command line says otherwise. */
const USUAL = 'http://127.0.0.1:4400'

/** An address of http or https, without slashes at its end. */
export const Endpoint = z.pipe(
  z.string().check(
    z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: '--endpoint must be a URL like http://127.0.0.1:4400.',
    }),
  ),
  z.transform((text) => text.replace(/\/+$/, '')),
)

/** The endpoint of the environment, as every OpenTelemetry SDK reads it. An empty variable means an unset one. */
export const usualEndpoint = (environment: Readonly<Record<string, string | undefined>>): string =>
  environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || USUAL

/** Where OTLP is posted to below an endpoint. */
export const tracesUrl = (endpoint: string): string => `${endpoint}/v1/traces`

/** Why spans cannot be sent to an endpoint, in a sentence; undefined where they can. */
export async function whyUnreachable(endpoint: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(tracesUrl(endpoint), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(5000),
    })
    return status < 300 ? undefined : `${endpoint} answers, but takes no spans at /v1/traces (status ${status}).`
  } catch {
    return `Nothing answers at ${endpoint}: start Runlens with \`npm start\`, or name another address with --endpoint.`
  }
}
