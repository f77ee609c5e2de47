import type { EnrichedNode } from '#contract/summaries.ts'
import type { Origin } from '#contract/words.ts'
import { plural } from '#src/lib/format.ts'

/** A short and a full note about a node that its run did not record; undefined for recorded nodes. */
export function originInWords(origin: Origin): { readonly short: string; readonly whole: string } | undefined {
  switch (origin) {
    case 'recorded':
      return undefined
    case 'reconstructed':
      return {
        short: 'reconstructed from this run’s events',
        whole: 'The old database could not store this node. Runlens rebuilt it from this run’s events.',
      }
    case 'inferred':
      return {
        short: 'inferred from another run',
        whole: 'This node was not recorded. Runlens inferred it from the same steps in another run.',
      }
  }
}

/** `16 events, 2 files, 1 message`. */
export const rowsInWords = (node: Pick<EnrichedNode, 'event_count' | 'file_count' | 'message_count'>): string =>
  [plural(node.event_count, 'event'), plural(node.file_count, 'file'), plural(node.message_count, 'message')].join(', ')
