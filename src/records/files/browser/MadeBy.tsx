import { UnstyledButton } from '@mantine/core'
import type { RunFile } from '#contract/entities.ts'
import { shortId } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { FilePlaces } from './FilePlaces.ts'
import styles from './MadeBy.module.css'

type Props = {
  readonly file: RunFile
  readonly places: FilePlaces
  /** Whether Tab reaches it; in lists only in the active row. */
  readonly isReachable?: boolean
}

/** Links to the node and the event that made a file. */
export function MadeBy({ file, places, isReachable = true }: Props) {
  const node = places.nodeOf(file)
  const openEvent = places.eventOf(file)
  const tabIndex = isReachable ? 0 : -1
  return (
    <span className={styles['made']}>
      {node && (
        <UnstyledButton
          className={styles['link']}
          tabIndex={tabIndex}
          title={`Open the node ${node.label}`}
          onClick={node.open}
        >
          <bdi className="ellipsis">{node.label}</bdi>
        </UnstyledButton>
      )}
      {openEvent && file.event_id !== null && (
        <UnstyledButton
          className={styles['link']}
          data-event
          tabIndex={tabIndex}
          title={`Show the event that made this file: ${visibleText(file.event_id)}`}
          onClick={openEvent}
        >
          event <span className={styles['id']}>{visibleText(shortId(file.event_id))}</span>
        </UnstyledButton>
      )}
    </span>
  )
}
