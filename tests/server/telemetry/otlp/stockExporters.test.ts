import { diag, type DiagLogger, DiagLogLevel, SpanStatusCode } from '@opentelemetry/api'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '#server/listen.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { RecordingSpans, storeWith } from '#tests/support/otlp/recordingSpans.ts'

/* The exporters that everybody uses, against a server that listens. What they tell their user is what counts. */

const spans = new RecordingSpans()
let told: string[] = []
const tell = (...words: readonly unknown[]) => void told.push(words.map(String).join(' '))
const quiet = () => undefined
const logger: DiagLogger = { error: tell, warn: tell, info: tell, debug: quiet, verbose: quiet }
diag.setLogger(logger, { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true })

const server = await listen(0, '127.0.0.1', (port) => {
  const { app } = appOver(storeWith(spans), { hosts: [`127.0.0.1:${port}`] })
  return app.fetch
})
afterAll(() => server.close())
beforeEach(() => {
  spans.accepted.length = 0
  spans.before.length = 0
  told = []
})

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`

/** Makes spans of these names, one inside the other, and sends them. */
async function exportSpans(exporter: SpanExporter, ...names: readonly string[]): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'agents' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('test', '1.0')
  for (const name of names) {
    const span = tracer.startSpan(name, { attributes: { count: 3, share: 0.5, tags: ['a', 'b'], ok: true } })
    span.addEvent('told', { word: 'hello' })
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'went wrong' })
    span.end()
  }
  await provider.forceFlush()
  await provider.shutdown()
}

// The exporters take the name of the compression from an enum that is not exported with them.
const gzip = { compression: 'gzip' } as object
const exporters = [
  ['JSON', (path = '/v1/traces') => new JsonExporter({ url: url(path) })],
  ['JSON, compressed', (path = '/v1/traces') => new JsonExporter({ url: url(path), ...gzip })],
  ['protobuf', (path = '/v1/traces') => new ProtobufExporter({ url: url(path) })],
  ['protobuf, compressed', (path = '/v1/traces') => new ProtobufExporter({ url: url(path), ...gzip })],
] as const satisfies readonly (readonly [string, (path?: string) => SpanExporter])[]

describe.each(exporters)('the exporter of %s', (_, exporterTo) => {
  it('delivers spans and has nothing to tell', async () => {
    await exportSpans(exporterTo(), 'first', 'second')
    expect(told).toEqual([])
    expect(spans.accepted.map(({ name }) => name)).toEqual(['first', 'second'])
    expect(spans.accepted[0]).toMatchObject({
      attributes: { count: 3, share: 0.5, tags: ['a', 'b'], ok: true },
      events: [{ name: 'told', attributes: { word: 'hello' } }],
      status: { code: 2, message: 'went wrong' },
      resource: { 'service.name': 'agents' },
      scope: { name: 'test', version: '1.0' },
    })
  })

  it.each(['/api/public/otel/v1/traces', '/otel/v1/traces'])('delivers them to %s too', async (path) => {
    await exportSpans(exporterTo(path), 'first')
    expect([told, spans.accepted.length]).toEqual([[], 1])
  })

  it('reports to its user which spans were rejected, and why', async () => {
    await exportSpans(exporterTo(), 'first', '')
    expect(told.join('\n')).toContain('Runlens rejected 1 span. 1: the span has no name.')
    expect(spans.accepted).toHaveLength(1)
  })

  it('delivers a body of several megabytes', async () => {
    await exportSpans(exporterTo(), ...Array.from({ length: 300 }, () => 'n'.repeat(9000)))
    expect([told, spans.accepted.length]).toEqual([[], 300])
  })
})

it.each([
  ['JSON', exporters[0]],
  ['protobuf', exporters[2]],
])(
  'the exporter of %s sends again after 503, as late as it was told to, and has nothing to tell',
  async (_, exporter) => {
    spans.before.push(() => Promise.reject(new StoreUnavailableError('away')))
    const began = performance.now()
    await exportSpans(exporter[1](), 'first')
    expect([told, spans.accepted.length]).toEqual([[], 1])
    expect(performance.now() - began).toBeGreaterThan(4500)
  },
)
