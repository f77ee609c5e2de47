import type { JsonObject, JsonValue } from '#contract/json.ts'
import { clip } from '#server/store/prepare/payload.ts'

/**
 * Maximum length of a payload in characters of JSON text. The input of a model may repeat a long history with every
 * call.
 */
export const PAYLOAD_MAX = 256 * 1024

type Payloads = { readonly inputs: JsonValue | null; readonly outputs: JsonValue | null; readonly meta: JsonObject }

/** Truncates payloads that are too long to the beginning of their JSON text, and records that in `meta`. */
export function bounded({ inputs, outputs, meta }: Payloads): Payloads {
  const [input, output] = [cut(inputs), cut(outputs)]
  if (input === undefined && output === undefined) return { inputs, outputs, meta }
  return {
    inputs: input?.value ?? inputs,
    outputs: output?.value ?? outputs,
    meta: { ...meta, cut: { ...(input && { inputs: input.length }), ...(output && { outputs: output.length }) } },
  }
}

function cut(value: JsonValue | null): { readonly value: JsonValue; readonly length: number } | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > PAYLOAD_MAX ? { value: clip(text, PAYLOAD_MAX), length: text.length } : undefined
}
