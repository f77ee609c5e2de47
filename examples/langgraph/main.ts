import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain'
import * as CallbackManager from '@langchain/core/callbacks/manager'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node'
import { Endpoint, tracesUrl, usualEndpoint, whyUnreachable } from '../shared/endpoint.ts'
import { runUrl } from '../shared/runUrl.ts'
import { briefGraph } from './briefGraph.ts'

/* `npm run example:langgraph`: a graph of LangGraph, watched through OpenInference and the stock exporter. */

const print = (line: string) => process.stdout.write(`${line}\n`)
const complain = (sentence: string) => process.stderr.write(`${sentence}\n`)

/** Tells where the run is to be seen as soon as it begins. */
const tellingWhere = (endpoint: string): SpanProcessor => ({
  onStart: (span) => {
    if (span.parentSpanContext === undefined) print(`Watch it at ${runUrl(endpoint, span.spanContext().traceId)}`)
  },
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
})

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { endpoint: { type: 'string' }, fast: { type: 'boolean' } } })
  const asked = Endpoint.safeParse(values.endpoint ?? usualEndpoint(process.env))
  const trouble = asked.success ? await whyUnreachable(asked.data) : asked.error.issues[0]?.message
  if (!asked.success || trouble !== undefined) {
    complain(trouble ?? '')
    return 1
  }
  const endpoint = asked.data

  // This is all that a program adds to be watched.
  const exporter = new OTLPTraceExporter({ url: tracesUrl(endpoint) })
  const tracerProvider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'langgraph-example' }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 200 }), tellingWhere(endpoint)],
  })
  // LangChain is made of ES modules, which cannot be patched while they load: it is handed over instead.
  new LangChainInstrumentation({ tracerProvider }).manuallyInstrument(CallbackManager)

  const { report } = await briefGraph(values.fast === true ? 20 : 2500).invoke(
    { topic: 'Battery buses' },
    // The thread becomes the session, the name the title of the run.
    { runName: 'battery_bus_brief', configurable: { thread_id: randomUUID() } },
  )
  print(report)
  await tracerProvider.shutdown()
  return 0
}

process.exit(await main())
