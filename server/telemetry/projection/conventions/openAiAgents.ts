import type { Convention } from '../AgentSpan.ts'
import { textAt } from '../attributes.ts'

const HANDOFF = /^handoff[ _]to[ _](.+)$/

/** The OpenAI Agents SDK through OpenInference, whose spans need corrections. Applied before OpenInference. */
export const openAiAgents: Convention = ({ attributes, scope, name }) => {
  if (!/openai[-_.]agents/.test(scope.name)) return undefined
  const kind = textAt(attributes, 'openinference.span.kind')
  const target = kind === 'TOOL' ? HANDOFF.exec(textAt(attributes, 'tool.name') ?? name)?.[1] : undefined
  if (target !== undefined) return { kind: 'handoff', label: target, handoffTo: target, framework: 'openai_agents' }
  return {
    // The whole workflow is an AGENT too, but not a node of the graph. (A running agent has no id yet, but it has
    // a parent.)
    kind: kind === 'AGENT' && textAt(attributes, 'graph.node.id') === undefined ? 'workflow' : undefined,
    parentAgent: kind === 'CHAIN' && name === 'turn' ? { label: undefined } : undefined,
    framework: 'openai_agents',
  }
}
