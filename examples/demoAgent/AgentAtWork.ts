import { SpanKind } from '@opentelemetry/api'
import { blob, type Message, type Part, text, tokensOf, type WrittenFile } from './messages.ts'
import { inSpan, type Stage } from './Stage.ts'

const MODEL = 'scripted-model'
const PROVIDER = 'runlens.demo'

type ToolCall = { readonly id: string; readonly tool: string; readonly args: object }

type Asked = {
  readonly agent: string
  /** Who asks, and what. */
  readonly by: string
  readonly task: string
  readonly operation?: 'invoke_agent' | 'plan'
}

/** Lets an agent work at a task inside its span, and returns the agent's answer. */
export function callAgent(
  stage: Stage,
  { agent, by, task, operation = 'invoke_agent' }: Asked,
  work: (agent: AgentAtWork) => Promise<string>,
): Promise<string> {
  const asked: Message = { role: 'user', name: by, parts: [text(task)] }
  const attributes = {
    'gen_ai.operation.name': operation,
    'gen_ai.agent.name': agent,
    'gen_ai.provider.name': PROVIDER,
    'gen_ai.request.model': MODEL,
    'gen_ai.input.messages': JSON.stringify([asked]),
  }
  return inSpan(stage, { name: `${operation} ${agent}`, attributes }, async (span) => {
    const atWork = new AgentAtWork(stage, agent, asked)
    const answer = await work(atWork)
    span.setAttribute('gen_ai.output.messages', JSON.stringify([atWork.lastMessage]))
    return answer
  })
}

/** An agent inside its span: what it asks its model and its tools, told by the GenAI conventions. */
class AgentAtWork {
  readonly #stage: Stage
  readonly #name: string
  readonly #history: Message[]
  #calls = 0

  constructor(stage: Stage, name: string, asked: Message) {
    this.#stage = stage
    this.#name = name
    this.#history = [{ role: 'system', parts: [text(`You are ${name}. Be brief, and say where a figure is from.`)] }]
    this.#history.push(asked)
  }

  get lastMessage(): Message | undefined {
    return this.#history.at(-1)
  }

  /** The model decides to use a tool. */
  async decide(seconds: number, tool: string, args: object): Promise<ToolCall> {
    const id = `call_${this.#name}_${++this.#calls}`
    await this.#ask(seconds, [{ type: 'tool_call', id, name: tool, arguments: args }], 'tool_calls')
    this.#stage.say(this.#name, `decided to use ${tool}`)
    return { id, tool, args }
  }

  /** A tool does what the model wanted. What `work` throws is the tool's failure; the agent may call it again. */
  async use(seconds: number, { id, tool, args }: ToolCall, work: () => unknown): Promise<void> {
    const attributes = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.agent.name': this.#name,
      'gen_ai.tool.name': tool,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': id,
      'gen_ai.tool.call.arguments': JSON.stringify(args),
    }
    try {
      await inSpan(this.#stage, { name: `execute_tool ${tool}`, attributes }, async (span) => {
        await this.#stage.pause(seconds)
        const response = work()
        span.setAttribute('gen_ai.tool.call.result', JSON.stringify(response))
        this.#history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id, response }] })
      })
      this.#stage.say(this.#name, `used ${tool}`)
    } catch (error) {
      this.#stage.say(this.#name, `${tool} failed: ${error instanceof Error ? error.message : String(error)}`)
      throw error
    }
  }

  /** The model answers, perhaps with files. */
  async answer(seconds: number, words: string, files: readonly WrittenFile[] = []): Promise<string> {
    await this.#ask(seconds, [text(words), ...files.map(blob)], 'stop')
    const names = files.map(({ name }) => name).join(' and ')
    this.#stage.say(this.#name, names === '' ? 'answered' : `wrote ${names}`)
    return words
  }

  /** The model does not answer. */
  async getNoAnswer(seconds: number, error: Error): Promise<never> {
    this.#stage.say(this.#name, 'asks the model, which is slow today')
    return this.#chat(async () => {
      await this.#stage.pause(seconds)
      this.#stage.say(this.#name, `got no answer: ${error.message}`)
      throw error
    })
  }

  async #ask(seconds: number, parts: readonly Part[], finish_reason: 'stop' | 'tool_calls'): Promise<void> {
    const answer: Message = { role: 'assistant', name: this.#name, parts, finish_reason }
    await this.#chat(async () => {
      await this.#stage.pause(seconds)
      return answer
    })
    this.#history.push(answer)
  }

  #chat<Answer extends Message>(work: () => Promise<Answer>): Promise<Answer> {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.agent.name': this.#name,
      'gen_ai.provider.name': PROVIDER,
      'gen_ai.request.model': MODEL,
      'gen_ai.input.messages': JSON.stringify(this.#history),
    }
    const described = { name: `chat ${MODEL}`, kind: SpanKind.CLIENT, attributes }
    return inSpan(this.#stage, described, async (span) => {
      const answer = await work()
      span.setAttributes({
        'gen_ai.response.model': MODEL,
        'gen_ai.response.finish_reasons': [answer.finish_reason ?? 'stop'],
        'gen_ai.usage.input_tokens': tokensOf(this.#history),
        // A file is not made of words, and is not billed by them.
        'gen_ai.usage.output_tokens': tokensOf(answer.parts.filter(({ type }) => type !== 'blob')),
        'gen_ai.output.messages': JSON.stringify([answer]),
      })
      return answer
    })
  }
}
export type { AgentAtWork }
