import type { MessageRow } from '#contract/entities.ts'
import { formatDay } from '#src/lib/format.ts'
import { partyOf } from './partyOf.ts'

export type ChatRow = {
  readonly message: MessageRow
  readonly sender: string | undefined
  readonly recipient: string | undefined
  /** `turn` if the sender or recipient changes; `more` if the previous message continues. */
  readonly kind: 'turn' | 'more'
  /** `2026-01-20` if this is the first message of that day, by the reader's clock. */
  readonly day: string | undefined
}

/** Groups messages, in the given order, into turns. A new day, or the first known time, starts a new turn. */
export function chatRows(messages: readonly MessageRow[]): readonly ChatRow[] {
  let above: { readonly sender: string | undefined; readonly recipient: string | undefined } | undefined
  let dayAbove: string | undefined
  return messages.map((message) => {
    const sender = partyOf(message.sender)
    const recipient = partyOf(message.recipient)
    const today = message.timestamp === null ? dayAbove : formatDay(message.timestamp)
    const day = today === dayAbove ? undefined : today
    const goesOn = above?.sender === sender && above?.recipient === recipient && above !== undefined
    above = { sender, recipient }
    dayAbove = today
    return { message, sender, recipient, day, kind: goesOn && day === undefined ? 'more' : 'turn' }
  })
}
