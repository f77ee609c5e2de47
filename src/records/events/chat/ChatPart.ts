import type { JsonValue } from '#contract/json.ts'

/** A part of a turn. Ids and names are as recorded; undefined if they were not. */
export type ChatPart =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | {
      readonly kind: 'call'
      readonly name: string | undefined
      readonly id: string | undefined
      readonly value: JsonValue | undefined
    }
  | {
      readonly kind: 'result'
      readonly name: string | undefined
      readonly id: string | undefined
      readonly value: JsonValue | undefined
      readonly isError: boolean
    }
  /** `address`: a data: URL, or an address that is shown but never requested. */
  | { readonly kind: 'image' | 'file'; readonly name: string | undefined; readonly address: string }
  /** A part of an unknown form. */
  | { readonly kind: 'json'; readonly value: JsonValue }
  /** The fields of a message and its parts that no other part shows: an object, or a list of those. */
  | { readonly kind: 'rest'; readonly value: JsonValue }

/** `role`: system, user, assistant, tool, or any other role that the writer used. */
export type Turn = { readonly role: string; readonly parts: readonly ChatPart[] }
