/** The kinds of calls and the event type of each, see `CallsByKind` of the contract. */
export const CALL_KINDS = { agent: 'agent_call', model: 'llm_call', tool: 'tool_call', code: 'code_exec' } as const
export type CallKind = keyof typeof CALL_KINDS
