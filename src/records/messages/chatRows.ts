import type { MessageRow } from '#contract/entities.ts'
import { formatMinute } from '#src/lib/format.ts'
import { partyOf } from './partyOf.ts'

export type ChatRow = {
  readonly message: MessageRow
  readonly sender: string | undefined
  readonly recipient: string | undefined
  /** `turn` where somebody else begins to speak or speaks to somebody else; `more` where the one above goes on. */
  readonly kind: 'turn' | 'more'
  /** `2026-01-20` where this is the first message of that day, in the reader's zone. */
  readonly day: string | undefined
}

/** Messages in the order given, as turns of those who speak. What stands on another day, or before anyone knows when, begins a turn. */
export function chatRows(messages: readonly MessageRow[]): readonly ChatRow[] {
  let above: { readonly sender: string | undefined; readonly recipient: string | undefined } | undefined
  let dayAbove: string | undefined
  return messages.map((message) => {
    const sender = partyOf(message.sender)
    const recipient = partyOf(message.recipient)
    const today = message.timestamp === null ? dayAbove : formatMinute(message.timestamp).slice(0, 10)
    const day = today === dayAbove ? undefined : today
    const goesOn = above?.sender === sender && above?.recipient === recipient && above !== undefined
    above = { sender, recipient }
    dayAbove = today
    return { message, sender, recipient, day, kind: goesOn && day === undefined ? 'more' : 'turn' }
  })
}
