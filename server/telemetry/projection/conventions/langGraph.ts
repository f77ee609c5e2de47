import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { Convention, LangGraphFacts } from '../AgentSpan.ts'
import { isList, isObject, jsonAt, numberAt, parsed, textAt } from '../attributes.ts'

/** The attribute prefixes for LangChain's metadata in exporters that do not write it as one JSON text. */
const PLACES = [
  'langfuse.observation.metadata.',
  'langsmith.metadata.',
  'traceloop.association.properties.',
  'metadata.',
].map((prefix) => ({ prefix, node: `${prefix}langgraph_node`, integration: `${prefix}ls_integration` }))

/** LangGraph, recognised by the metadata that every span within a node inherits, with any exporter. */
export const langGraph: Convention = ({ attributes }) => {
  const metadata = metadataOf(attributes)
  if (metadata === undefined) return undefined
  const langgraph = factsOf(metadata)
  const isGraph = textAt(metadata, 'ls_integration') === 'langgraph' && langgraph === undefined
  if (langgraph === undefined && !isGraph) return undefined
  return {
    // A span named LangGraph outside any node is the whole graph, even if an exporter calls it an agent.
    kind: isGraph ? 'workflow' : undefined,
    session: textAt(metadata, 'thread_id', 'session_id'),
    langgraph,
    framework: 'langgraph',
  }
}

function metadataOf(attributes: JsonObject): JsonObject | undefined {
  const written = jsonAt(attributes, 'metadata')
  if (isObject(written)) return written
  for (const { prefix, node, integration } of PLACES)
    if (attributes[node] !== undefined || attributes[integration] !== undefined)
      return Object.fromEntries(
        Object.entries(attributes).flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
        ),
      )
  return undefined
}

function factsOf(metadata: JsonObject): LangGraphFacts | undefined {
  const node = textAt(metadata, 'langgraph_node')
  if (node === undefined) return undefined
  const step = numberAt(metadata, 'langgraph_step')
  const triggers = parsed(metadata['langgraph_triggers'] ?? [])
  const path = parsed(metadata['langgraph_path'] ?? [])
  return {
    node,
    step,
    ns:
      namespaceOf(metadata) ??
      `${node}:${step ?? ''},${JSON.stringify(metadata['langgraph_path'] ?? '').replaceAll('|', ' ')}`,
    // `["__pregel_push", 2, false]`
    sent: isList(path) ? path.find((part) => typeof part === 'number') : undefined,
    triggers: isList(triggers) ? triggers.filter((trigger: JsonValue) => typeof trigger === 'string') : [],
  }
}

/** Maximum number of nested graphs. */
const NESTED_MAX = 32

/** Removes the counters, `node:uuid|1`, that distinguish several graphs within one node. */
function namespaceOf(metadata: JsonObject): string | undefined {
  const written = textAt(metadata, 'langgraph_checkpoint_ns', 'checkpoint_ns')
  const parts = written?.split('|').filter((part) => part.includes(':'))
  return parts !== undefined && parts.length > 0 && parts.length <= NESTED_MAX ? parts.join('|') : undefined
}
