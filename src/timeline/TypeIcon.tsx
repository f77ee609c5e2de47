import { spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { eventTypeToken } from '#src/records/events/eventTypeToken.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import styles from './TypeIcon.module.css'

type Props = { readonly of: 'node' | 'event'; readonly type: string }

/** The type of a lane or an event, beside its status. The words are in the tooltip and, for screen readers, in the row. */
export function TypeIcon({ of, type }: Props) {
  const { Icon } = of === 'node' ? nodeTypeToken(type) : eventTypeToken(type)
  return (
    <span className={styles['icon']} title={visibleText(spoken(type))} data-type={type}>
      <Icon size={13} aria-hidden />
    </span>
  )
}
