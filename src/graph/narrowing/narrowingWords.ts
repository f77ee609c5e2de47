import type { Narrowing } from '#src/navigation/runViewState.ts'
import type { LabelOf } from '../model/labelsOf.ts'

/** What a narrowed graph shows, as a choice in a menu and as the beginning of a line that counts its nodes. */
export function narrowingWords(only: Narrowing, labelOf: LabelOf): string {
  switch (only.kind) {
    case 'failed':
      return 'Failed nodes and upstream'
    case 'upstream':
      return `Upstream of ${labelOf(only.node_id)}`
    case 'downstream':
      return `Downstream of ${labelOf(only.node_id)}`
  }
}
