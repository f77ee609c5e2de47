/** US dollars for a million tokens, input and output. */
const PRICES = {
  'claude-sonnet-4-5': [3, 15],
  'claude-haiku-4-5': [1, 5],
  'gpt-5': [1.25, 10],
  'gpt-5-mini': [0.25, 2],
  'gemini-2.5-flash': [0.3, 2.5],
} as const
export type Model = keyof typeof PRICES

/** Characters that a token has on average, well enough for a demo. */
const TOKEN = 4

/** What a model call leaves in `meta`: the model, its tokens and what they cost. `context` counts tokens read besides the prompt. */
export function usageOf(model: Model, prompt: string, answer: string, context: number) {
  const input = context + Math.ceil(prompt.length / TOKEN)
  const output = Math.ceil(answer.length / TOKEN)
  const [perInput, perOutput] = PRICES[model]
  const cost_usd = Number(((input * perInput + output * perOutput) / 1e6).toFixed(6))
  return { model, tokens: { input, output }, cost_usd }
}
