import type { MessageRow } from '#contract/entities.ts'
import { partyOf } from '#src/records/messages/partyOf.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** One message between two lifelines, given as places in `parties`; the same place twice where somebody wrote to itself. */
export type Arrow = { readonly message: MessageRow; readonly from: number; readonly to: number; readonly words: string }

export type Sequence = {
  /** Everyone who sent or got a message, in the order of appearance; undefined for whoever was not recorded. */
  readonly parties: readonly (string | undefined)[]
  readonly arrows: readonly Arrow[]
}

/** Messages, oldest first, as arrows between lifelines. O(messages). */
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

/** As much of a text as fits an arrow, on one line and without the commonest marks of Markdown. */
export function firstWords(content: string): string {
  const beginning = content
    .slice(0, 400)
    .replaceAll(/\*\*|```\w*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const words = beginning.length > 140 || content.length > 400 ? `${beginning.slice(0, 140)}…` : beginning
  return visibleText(words) || 'Empty message'
}
