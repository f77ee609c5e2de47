import { diag, DiagLogLevel, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node'
import { tracesUrl } from '../shared/endpoint.ts'
import type { DemoOptions } from './demoOptions.ts'

/** Short, so that the run is seen while it grows; the SDK's own 5 s would do as well. */
const DELAY_MS = 200

export type Telemetry = {
  readonly tracer: Tracer
  /** Sends what is left. Returns how many spans arrived and how many did not. */
  readonly close: () => Promise<{ readonly arrived: number; readonly lost: number }>
}

/** The stock SDK with a stock exporter, just as any program would set it up. */
export function openTelemetry({ endpoint, protocol }: DemoOptions, say: (sentence: string) => void): Telemetry {
  // A server may accept spans and still have something to say about them; the exporter passes it on as a warning.
  diag.setLogger({ ...SILENT, warn: (message) => say(`The server says: ${message}`) }, DiagLogLevel.WARN)
  const url = tracesUrl(endpoint)
  const counting = new CountingExporter(protocol === 'json' ? new JsonExporter({ url }) : new ProtobufExporter({ url }))
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'runlens-demo-agent' }),
    spanProcessors: [new BatchSpanProcessor(counting, { scheduledDelayMillis: DELAY_MS })],
  })
  provider.register()
  return {
    tracer: provider.getTracer('runlens-demo-agent'),
    close: async () => {
      await provider.shutdown().catch(() => undefined)
      return { arrived: counting.arrived, lost: counting.lost }
    },
  }
}

const SILENT = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, verbose: () => {} }

/** Hands everything to another exporter, and counts what became of it. */
class CountingExporter implements SpanExporter {
  readonly #inner: SpanExporter
  arrived = 0
  lost = 0

  constructor(inner: SpanExporter) {
    this.#inner = inner
  }

  export: SpanExporter['export'] = (spans, done) =>
    this.#inner.export(spans, (result) => {
      if (result.error === undefined) this.arrived += spans.length
      else this.lost += spans.length
      done(result)
    })

  forceFlush = async (): Promise<void> => this.#inner.forceFlush?.()

  shutdown = (): Promise<void> => this.#inner.shutdown()
}
