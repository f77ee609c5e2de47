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
      'Any OpenTelemetry SDK in any language, with spans that follow the GenAI or OpenInference conventions. Runlens accepts protobuf and JSON over HTTP at /v1/traces, but not gRPC.',
    snippets: [
      bash(
        'Before you start the agent. SDKs export ended spans every 5 seconds by default. A shorter delay makes the graph grow live:',
        `
export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_BSP_SCHEDULE_DELAY=500`,
      ),
      bash(
        'With Phoenix’s register, which uses gRPC unless you give it the full URL:',
        `export PHOENIX_COLLECTOR_ENDPOINT=${origin}/v1/traces`,
      ),
    ],
  },
  ...codeRecipes(origin),
  {
    id: 'langfuse',
    name: 'Langfuse SDK',
    about: 'Programs that already report to Langfuse only need a new base URL. The SDK requires keys; any value works.',
    snippets: [
      bash(
        'Before you start the agent:',
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
      'OpenLLMetry. Workflows, agents and tasks marked with its decorators become nodes. In JavaScript it does not export failed spans.',
    snippets: [
      bash(
        'Before you start the agent:',
        `
export TRACELOOP_BASE_URL=${origin}
export TRACELOOP_API_KEY=any`,
      ),
    ],
  },
  {
    id: 'langsmith',
    name: 'LangSmith',
    about: 'LangChain and LangGraph in Python through LangSmith’s OpenTelemetry mode. Any API key works.',
    snippets: [
      bash(
        'Before you start the agent. The last line keeps LangSmith from sending everything a second time in its own format:',
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
    about: 'Claude Code’s traces are in beta. They are off unless the first two variables are set.',
    snippets: [
      bash(
        'In the shell that starts Claude Code:',
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
      'Without a telemetry library: POST what you know about a run, as often as you like. A row sent again with the same key replaces only the fields it contains. A run created by batches accepts no spans, and a run created by spans accepts no batches.',
    snippets: [
      bash(
        'Start a run with two nodes and an edge between them:',
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
        'End the run:',
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
    name: 'No agent yet',
    about:
      'Two example agents come with Runlens. They need no model and no network, and export spans with the standard exporters.',
    snippets: [
      bash(
        'A planner, three parallel researchers with a failed and retried fetch, a writer and a reviewer. Takes half a minute:',
        `npm run demo:agent -- --endpoint ${origin}`,
      ),
      bash(
        'A small LangGraph graph with a fake model, through OpenInference:',
        `npm run example:langgraph -- --endpoint ${origin}`,
      ),
    ],
  },
]
