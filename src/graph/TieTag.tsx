import styles from './TieTag.module.css'
import { EdgeMessages } from './EdgeMessages.tsx'
import { edgeMiddle } from './edgePath.ts'
import { tieHint, tieLabel } from './faces/tieHint.ts'
import type { TieData } from './model/tieData.ts'

/** What is shown on an edge: its label, and its message count, which opens the messages. */
export function TieTag({ tie }: { readonly tie: TieData }) {
  const label = tieLabel(tie)
  const place = tie.labelAt ?? edgeMiddle(tie.route)
  return (
    <span
      className={styles['place']}
      style={{ transform: `translate(-50%, -50%) translate(${place.x}px, ${place.y}px)` }}
    >
      {label !== undefined && (
        <span className={styles['label']} title={tieHint(tie)}>
          {label}
        </span>
      )}
      {tie.message_count > 0 && <EdgeMessages tie={tie} />}
    </span>
  )
}
