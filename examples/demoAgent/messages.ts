/** Messages in the form of `gen_ai.input.messages` and `gen_ai.output.messages`. */
export type Part =
  | { readonly type: 'text'; readonly content: string }
  | { readonly type: 'tool_call'; readonly id: string; readonly name: string; readonly arguments: object }
  | { readonly type: 'tool_call_response'; readonly id: string; readonly response: unknown }
  | {
      readonly type: 'blob'
      readonly modality: string
      readonly mime_type: string
      /** Not in the conventions, which leave room for more: how the writer calls the file. */
      readonly name: string
      /** Base64. */
      readonly content: string
    }

export type Message = {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  /** Which of several agents speaks. */
  readonly name?: string
  readonly parts: readonly Part[]
  readonly finish_reason?: 'stop' | 'tool_calls'
}

export type WrittenFile = { readonly name: string; readonly mime_type: string; readonly bytes: Uint8Array }

export const text = (content: string): Part => ({ type: 'text', content })

export const blob = ({ name, mime_type, bytes }: WrittenFile): Part => ({
  type: 'blob',
  modality: mime_type.startsWith('image/') ? 'image' : 'document',
  mime_type,
  name,
  content: Buffer.from(bytes).toString('base64'),
})

/** About as many tokens as a text of this length has. */
export const tokensOf = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4)
