import type { Convention, SpanKind } from '../AgentSpan.ts'
import { jsonAt, present, textAt } from '../attributes.ts'
import { messagesIn } from '../chatMessages.ts'

/** All other kinds (model steps, chunks, parallel branches, conditions, …) are transparent. */
const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['agent_run', 'agent'],
  ['workflow_run', 'workflow'],
  ['workflow_step', 'step'],
  ['model_inference', 'model'],
  ['tool_call', 'tool'],
  ['mcp_tool_call', 'tool'],
])

/** Mastra, whose exporter writes the GenAI conventions plus its own span type. */
export const mastra: Convention = ({ attributes }) => {
  const type = textAt(attributes, 'mastra.span.type')
  if (type === undefined) return undefined
  const status = textAt(attributes, `mastra.${type}.status`)
  const inputs = jsonAt(attributes, `mastra.${type}.input`)
  const outputs = jsonAt(attributes, `mastra.${type}.output`)
  const isGeneration = type === 'model_generation' || type === 'llm_generation'
  const isTalk = type === 'agent_run' || isGeneration
  return {
    kind: KINDS.get(type) ?? 'container',
    label:
      type === 'workflow_step' ? textAt(attributes, 'mastra.workflow_step.step_id', 'mastra.entity.id') : undefined,
    session: textAt(attributes, 'mastra.metadata.threadId', 'mastra.metadata.thread_id', 'mastra.metadata.sessionId'),
    user: textAt(attributes, 'mastra.metadata.userId', 'mastra.metadata.resourceId'),
    inputs,
    outputs,
    inputMessages: isTalk ? messagesIn(inputs, 'user') : [],
    outputMessages: isTalk ? messagesIn(outputs, 'assistant') : [],
    outcome: status === 'failed' ? 'failed' : status === 'suspended' || status === 'waiting' ? 'waiting' : undefined,
    // Older versions had no span for the inference within a generation.
    isModelIfAlone: isGeneration,
    parentAgent: isGeneration ? { label: undefined } : undefined,
    external: present({ 'mastra.metadata.runId': textAt(attributes, 'mastra.metadata.runId') }),
    framework: 'mastra',
  }
}
