import { bash, python, type Recipe, typescript } from './Recipe.ts'

/** The frameworks that are configured in code. */
export const codeRecipes = (origin: string): readonly Recipe[] => [
  {
    id: 'vercel-ai-sdk',
    name: 'Vercel AI SDK',
    about:
      'Version 7 reports every call once a telemetry integration is registered. Versions 4 to 6 report only calls that enable telemetry.',
    snippets: [
      bash('Install:', `npm install @ai-sdk/otel \\\n  ${NODE_PACKAGES}`),
      typescript(
        'At program start (version 7):',
        `
import { OpenTelemetry } from '@ai-sdk/otel'
${NODE_IMPORTS}
import { registerTelemetry } from 'ai'

${nodeProvider(origin)}
registerTelemetry(new OpenTelemetry())`,
      ),
      typescript(
        'Name the agent at a call (version 7):',
        `await generateText({ model, prompt, telemetry: { functionId: 'researcher' } })`,
      ),
      typescript(
        'Enable telemetry at each call, instead of the last line above (versions 4 to 6):',
        `
await generateText({
  model,
  prompt,
  experimental_telemetry: { isEnabled: true, functionId: 'researcher', metadata: { sessionId } },
})`,
      ),
    ],
  },
  {
    id: 'langgraph',
    name: 'LangGraph, LangChain',
    about:
      'Through OpenInference. Each LangGraph node becomes a node here. The thread_id of a call becomes its session.',
    snippets: [
      bash(
        'Install (TypeScript):',
        `npm install @arizeai/openinference-instrumentation-langchain \\\n  ${NODE_PACKAGES}`,
      ),
      typescript(
        'At program start (TypeScript):',
        `
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain'
import * as CallbackManager from '@langchain/core/callbacks/manager'
${NODE_IMPORTS}

${nodeProvider(origin)}
new LangChainInstrumentation({ tracerProvider }).manuallyInstrument(CallbackManager)`,
      ),
      bash('Install (Python):', `pip install openinference-instrumentation-langchain \\\n  ${PYTHON_PACKAGES}`),
      python(
        'At program start (Python):',
        `
from openinference.instrumentation.langchain import LangChainInstrumentor
${PYTHON_IMPORTS}

${pythonProvider(origin)}
LangChainInstrumentor().instrument(tracer_provider=provider)`,
      ),
    ],
  },
  {
    id: 'openai-agents',
    name: 'OpenAI Agents',
    about: 'Through OpenInference. Agents become nodes, and handoffs become edges.',
    snippets: [
      bash('Install (Python):', `pip install openinference-instrumentation-openai-agents \\\n  ${PYTHON_PACKAGES}`),
      python(
        'At program start (Python):',
        `
from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor
${PYTHON_IMPORTS}

${pythonProvider(origin)}
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)`,
      ),
      bash(
        'Install (TypeScript):',
        `npm install @arizeai/openinference-instrumentation-openai-agents \\\n  ${NODE_PACKAGES}`,
      ),
      typescript(
        'At program start (TypeScript):',
        `
import { OpenAIAgentsInstrumentation } from '@arizeai/openinference-instrumentation-openai-agents'
import * as agents from '@openai/agents'
${NODE_IMPORTS}

${nodeProvider(origin)}
new OpenAIAgentsInstrumentation({ tracerProvider }).manuallyInstrument(agents)`,
      ),
    ],
  },
  {
    id: 'mastra',
    name: 'Mastra',
    about:
      'Through Mastra’s own exporter, which follows the GenAI conventions. Agents and workflow steps become nodes.',
    snippets: [
      bash(
        'Install:',
        'npm install @mastra/observability @mastra/otel-exporter \\\n  @opentelemetry/exporter-trace-otlp-proto',
      ),
      typescript(
        'Where you create Mastra:',
        `
import { Observability } from '@mastra/observability'
import { OtelExporter } from '@mastra/otel-exporter'

const runlens = new OtelExporter({
  provider: { custom: { endpoint: '${origin}/v1/traces', protocol: 'http/protobuf' } },
})
export const mastra = new Mastra({
  observability: new Observability({
    configs: { otel: { serviceName: 'my-agents', exporters: [runlens] } },
  }),
})`,
      ),
    ],
  },
]

const NODE_PACKAGES = '@opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto'
const PYTHON_PACKAGES = 'opentelemetry-sdk opentelemetry-exporter-otlp-proto-http'

const NODE_IMPORTS = `
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'`.trim()

const nodeProvider = (origin: string): string =>
  `
const exporter = new OTLPTraceExporter({ url: '${origin}/v1/traces' })
const spanProcessors = [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 500 })]
const tracerProvider = new NodeTracerProvider({ spanProcessors })
tracerProvider.register()`.trim()

const PYTHON_IMPORTS = `
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor`.trim()

const pythonProvider = (origin: string): string =>
  `
exporter = OTLPSpanExporter(endpoint="${origin}/v1/traces")
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=500))`.trim()
