import type { MessageRow } from '#contract/entities.ts'
import { partyOf } from '#src/records/messages/partyOf.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** One message between two lifelines, given as indexes in `parties`; equal indexes for a message to oneself. */
export type Arrow = { readonly message: MessageRow; readonly from: number; readonly to: number; readonly words: string }

export type Sequence = {
  /** All senders and recipients in order of appearance; undefined for an unrecorded one. */
  readonly parties: readonly (string | undefined)[]
  readonly arrows: readonly Arrow[]
}

/** Converts messages, oldest first, to arrows between lifelines. O(messages). */
export function sequenceOf(messages: readonly MessageRow[]): Sequence {
  const places = new Map<string | undefined, number>()
  const placeOf = (party: string | undefined): number => {
    const known = places.get(party) ?? places.size
    places.set(party, known)
    return known
  }
  const arrows = messages.map((message) => ({
    message,
    from: placeOf(partyOf(message.sender)),
    to: placeOf(partyOf(message.recipient)),
    words: firstWords(message.content),
  }))
  return { parties: [...places.keys()], arrows }
}

/** As much of a text as fits an arrow, on one line and without the most common Markdown syntax. */
export function firstWords(content: string): string {
  const beginning = content
    .slice(0, 400)
    .replaceAll(/\*\*|```\w*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const words = beginning.length > 140 || content.length > 400 ? `${beginning.slice(0, 140)}…` : beginning
  return visibleText(words) || 'Empty message'
}
