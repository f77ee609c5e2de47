import { formatExact, plural } from '#src/lib/format.ts'
import type { Arrow, Sequence } from './sequenceOf.ts'

/** The name of a party that was not recorded. */
export const UNKNOWN_PARTY = 'unknown'

/** Sender, recipient, time, size and node: everything except the text. */
export function arrowFacts(
  { message, from, to }: Arrow,
  parties: Sequence['parties'],
  nodeLabel: string | undefined,
): string {
  const sender = parties[from] ?? UNKNOWN_PARTY
  const facts = [
    from === to ? `${sender} to itself` : `${sender} to ${parties[to] ?? UNKNOWN_PARTY}`,
    message.timestamp === null ? 'no time recorded' : formatExact(message.timestamp),
    message.tokens === null ? undefined : plural(message.tokens, 'token'),
    nodeLabel === undefined ? undefined : `at ${nodeLabel}`,
  ]
  return facts.filter((fact) => fact !== undefined).join(' · ')
}
