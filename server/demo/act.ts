import type { JsonValue } from '#contract/json.ts'
import type { EventType, FileType } from '#contract/words.ts'
import { type Model, usageOf } from './models.ts'

/** A file that an act writes. */
export type FileDraft = {
  readonly path: string
  readonly type: FileType
  readonly content: string | Uint8Array<ArrayBuffer>
}

/** One thing that an agent did: an event to be, without its run, time and place, which `rowsOfRun` gives it. */
export type Act = {
  readonly event_type: EventType
  readonly event_subtype: string
  readonly status: string
  /** Its own time. Its children's comes on top, so that its span covers theirs. */
  readonly seconds: number
  readonly agent?: string
  readonly inputs?: JsonValue
  readonly outputs?: JsonValue
  readonly error_message?: string
  readonly meta?: Readonly<Record<string, JsonValue>>
  readonly children?: readonly Act[]
  readonly files?: readonly FileDraft[]
  /** May be left out where a step has to be shorter. */
  readonly isOptional?: true
  /** Began and never ended, as far as the old writer knew. */
  readonly isOpen?: true
}

const done = { event_subtype: 'execution', status: 'completed' } as const
const broken = { event_subtype: 'error', status: 'failed' } as const

export const optional = (act: Act): Act => ({ ...act, isOptional: true })
export const by = (agent: string, act: Act): Act => ({ ...act, agent })

/** A call of a model. `context` counts the tokens it read besides the prompt. */
export const think = (model: Model, prompt: string, text: string, seconds: number, context = 1800): Act => ({
  ...done,
  event_type: 'llm_call',
  seconds,
  inputs: { prompt, temperature: 0.2, max_tokens: 4096 },
  outputs: { text, stop_reason: 'end_turn' },
  meta: usageOf(model, prompt, text, context),
})

export const callTool = (
  tool: string,
  args: Readonly<Record<string, JsonValue>>,
  result: JsonValue,
  seconds: number,
): Act => ({
  ...done,
  event_type: 'tool_call',
  seconds,
  inputs: { tool, arguments: args },
  outputs: { result },
  meta: { tool },
})

export const runCode = (language: 'python' | 'sql' | 'bash', code: string, stdout: string, seconds: number): Act => ({
  ...done,
  event_type: 'code_exec',
  seconds,
  inputs: { language, code },
  outputs: { stdout, stderr: '', exit_code: 0 },
  meta: { sandbox: 'py311-cpu', peak_memory_mb: 120 + (code.length % 400) },
})

export const codeFailed = (language: 'python' | 'sql', code: string, traceback: string, seconds: number): Act => ({
  ...broken,
  event_type: 'code_exec',
  seconds,
  inputs: { language, code },
  outputs: { stdout: '', stderr: traceback, exit_code: 1 },
  error_message: traceback,
  meta: { sandbox: 'py311-cpu' },
})

export const write = (file: FileDraft, seconds = 0.4): Act => ({
  ...done,
  event_type: 'file_gen',
  seconds,
  inputs: { file_path: file.path },
  outputs: { file_path: file.path, file_type: file.type },
  files: [file],
})

/** Another agent's work under this one's. */
export const delegate = (agent: string, task: string, result: string, children: readonly Act[], seconds = 1): Act => ({
  ...done,
  event_type: 'agent_call',
  agent,
  seconds,
  inputs: { task },
  outputs: { result },
  children: children.map((child) => ({ agent, ...child })),
})

export const handOver = (to: string, reason: string): Act => ({
  event_type: 'handoff',
  event_subtype: 'message',
  status: 'completed',
  seconds: 0.05,
  inputs: { to, reason },
})

export const become = (from: string, to: string, note: string): Act => ({
  event_type: 'state_transition',
  event_subtype: to === 'failed' ? 'error' : to === 'executing' ? 'start' : 'complete',
  status: to === 'failed' ? 'failed' : 'completed',
  seconds: 0.02,
  inputs: { from, to },
  outputs: { note },
})

export const note = (message: string, seconds = 0.02): Act => ({
  event_type: 'info',
  event_subtype: 'message',
  status: 'completed',
  seconds,
  outputs: { message },
})

export const giveUp = (error_message: string): Act => ({ ...broken, event_type: 'error', seconds: 0.1, error_message })

/** An act that leaves files behind without saying so in an event of its own. */
export const leaving = (act: Act, ...files: readonly FileDraft[]): Act => ({ ...act, files })

/** How many events acts make. */
const countActs = (acts: readonly Act[]): number =>
  acts.reduce((sum, act) => sum + 1 + countActs(act.children ?? []), 0)

/** The acts without as many optional ones as it takes to make `count` events. */
export function fitActs(acts: readonly Act[], count: number): readonly Act[] {
  let surplus = countActs(acts) - count
  const fit = (acts: readonly Act[]): readonly Act[] =>
    acts.flatMap((act) => {
      if (act.isOptional && surplus >= countActs([act])) {
        surplus -= countActs([act])
        return []
      }
      return [act.children ? { ...act, children: fit(act.children) } : act]
    })
  const fitted = fit(acts)
  if (surplus !== 0) throw new Error(`${countActs(acts)} acts cannot be made ${count}`)
  return fitted
}
