import { codeRecipes } from './codeRecipes.ts'
import { bash, type Recipe } from './Recipe.ts'

/**
 * What to paste to report an agent, by framework. The single source of the page and of docs/connect.md.
 *
 * @param origin the URL of this server, without a trailing slash
 */
export const recipes = (origin: string): readonly [Recipe, ...Recipe[]] => [
  {
    id: 'opentelemetry',
    name: 'OpenTelemetry',
    about:
      'Any SDK in any language whose spans follow the GenAI or the OpenInference conventions. Protobuf and JSON over HTTP are taken at /v1/traces, gRPC is not.',
    snippets: [
      bash(
        'Before the agent is started. Spans are sent when they end and by default every 5 seconds; sooner, the graph grows while you watch.',
        `
export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_BSP_SCHEDULE_DELAY=500`,
      ),
      bash(
        'With Phoenix’s register, which would choose gRPC without the whole address:',
        `export PHOENIX_COLLECTOR_ENDPOINT=${origin}/v1/traces`,
      ),
    ],
  },
  ...codeRecipes(origin),
  {
    id: 'langfuse',
    name: 'Langfuse SDK',
    about:
      'Programs that already report to Langfuse need another address. The keys are not looked at, but the SDK wants some.',
    snippets: [
      bash(
        'Before the agent is started:',
        `
export LANGFUSE_BASE_URL=${origin}
export LANGFUSE_PUBLIC_KEY=pk-lf-any
export LANGFUSE_SECRET_KEY=sk-lf-any`,
      ),
    ],
  },
  {
    id: 'traceloop',
    name: 'Traceloop',
    about:
      'OpenLLMetry. Workflows, agents and tasks that are marked with its decorators become nodes; in JavaScript it does not export what fails.',
    snippets: [
      bash(
        'Before the agent is started:',
        `
export TRACELOOP_BASE_URL=${origin}
export TRACELOOP_API_KEY=any`,
      ),
    ],
  },
  {
    id: 'langsmith',
    name: 'LangSmith',
    about: 'LangChain and LangGraph in Python through LangSmith’s own OpenTelemetry mode. The key is not looked at.',
    snippets: [
      bash(
        'Before the agent is started; the last line keeps LangSmith from sending everything a second time in its own form:',
        `
pip install "langsmith[otel]"
export LANGSMITH_TRACING=true
export LANGSMITH_ENDPOINT=${origin}
export LANGSMITH_API_KEY=any
export LANGSMITH_OTEL_ENABLED=true
export LANGSMITH_OTEL_ONLY=true`,
      ),
    ],
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    about: 'Its traces are a beta of its own, and off unless both of its variables are set.',
    snippets: [
      bash(
        'In the shell in which it is started:',
        `
export CLAUDE_CODE_ENABLE_TELEMETRY=1
export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1
export OTEL_TRACES_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}
claude`,
      ),
    ],
  },
  {
    id: 'own',
    name: 'Your own agent',
    about:
      'Without any telemetry library: one POST with whatever is known, as often as you like. A row that comes again under its key replaces only the fields that it gives. A run that batches made takes no spans, and one that spans made takes no batches.',
    snippets: [
      bash(
        'A run that begins, with two nodes and the edge between them:',
        `
RUN=$(node -p 'crypto.randomUUID()')
curl ${origin}/api/runs/$RUN/batch -H 'content-type: application/json' -d '{
  "run": { "status": "executing", "agent": "my-agent", "task_description": "What it was asked" },
  "nodes": [
    { "node_id": "plan", "node_type": "planning", "label": "Plan", "status": "completed" },
    { "node_id": "write", "node_type": "agent", "label": "Write", "status": "running" }
  ],
  "edges": [{ "from_node_id": "plan", "to_node_id": "write" }]
}'`,
      ),
      bash(
        'And its end:',
        `
curl ${origin}/api/runs/$RUN/batch -H 'content-type: application/json' -d '{
  "run": { "status": "completed" },
  "nodes": [{ "node_id": "write", "status": "completed" }],
  "messages": [{ "message_id": "answer", "node_id": "write", "sender": "my-agent", "content": "Done." }]
}'`,
      ),
    ],
  },
  {
    id: 'demo',
    name: 'No agent at hand',
    about:
      'Two that come with Runlens. Neither needs a model or the network, and both report through the stock exporters.',
    snippets: [
      bash(
        'A plan, three researchers at once, a page that fails and is fetched again, a writer and a reviewer, in half a minute:',
        `npm run demo:agent -- --endpoint ${origin}`,
      ),
      bash(
        'A small graph of LangGraph with a fake model, through OpenInference:',
        `npm run example:langgraph -- --endpoint ${origin}`,
      ),
    ],
  },
]
