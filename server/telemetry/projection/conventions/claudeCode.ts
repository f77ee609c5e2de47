import type { JsonObject } from '#contract/json.ts'
import type { Convention, FileClaim, SpanKind } from '../AgentSpan.ts'
import { jsonAt, numberAt, present, textAt } from '../attributes.ts'
import { messagesIn } from '../chatMessages.ts'

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['claude_code.interaction', 'agent'],
  ['claude_code.llm_request', 'model'],
  ['claude_code.tool', 'tool'],
])

/** Claude Code. Its subagents have no spans of their own: `agent_id` on a call identifies the subagent. */
export const claudeCode: Convention = ({ name, attributes }) => {
  if (!name.startsWith('claude_code.')) return undefined
  const kind = KINDS.get(name) ?? 'container'
  const id = textAt(attributes, 'agent_id')
  const prompt = attributes['user_prompt'] ?? attributes['prompt']
  return {
    kind,
    label: kind === 'agent' ? 'Claude Code' : kind === 'tool' ? textAt(attributes, 'tool_name') : undefined,
    agent: textAt(attributes, 'agent_type', 'agent_name'),
    session: textAt(attributes, 'session.id'),
    user: textAt(attributes, 'user.id', 'user.account_uuid'),
    model: textAt(attributes, 'model'),
    usage: {
      input: numberAt(attributes, 'input_tokens'),
      output: numberAt(attributes, 'output_tokens'),
      cached: numberAt(attributes, 'cache_read_tokens'),
      cost_usd: numberAt(attributes, 'cost_usd'),
    },
    inputs: jsonAt(attributes, 'tool_input', 'full_command') ?? pathOf(attributes),
    outputs: jsonAt(attributes, 'tool_result', 'tool_output'),
    inputMessages: kind === 'agent' ? messagesIn(prompt, 'user') : [],
    files: kind === 'tool' ? fileOf(attributes) : [],
    callId: textAt(attributes, 'tool_use_id', 'gen_ai.tool.call.id'),
    claim: id === undefined ? undefined : { id, parent_id: textAt(attributes, 'parent_agent_id') },
    framework: 'claude_code',
  }
}

const pathOf = (attributes: JsonObject): JsonObject | undefined => {
  const file_path = textAt(attributes, 'file_path')
  return file_path === undefined ? undefined : present({ file_path })
}

function fileOf(attributes: JsonObject): readonly FileClaim[] {
  const uri = textAt(attributes, 'file_path')
  return uri === undefined
    ? []
    : [{ uri, isRead: !/^(Write|Edit|MultiEdit|NotebookEdit)$/.test(textAt(attributes, 'tool_name') ?? '') }]
}
