import type { EventId, RunId } from '#contract/ids.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { EventDetail } from '#src/records/events/EventDetail.tsx'
import { DIALOG_WIDTH, usePreferences } from '#src/theme/preferencesStore.ts'
import { useNarrowScreen } from '#src/ui/useNarrowScreen.ts'
import { useOpeningFocus } from '#src/ui/useOpeningFocus.ts'
import { ActionIcon, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import { useId } from 'react'
import { CoveringLiveMark } from './LiveMark.tsx'
import styles from './NodeDock.module.css'
import { useFocusReturn } from './useFocusReturn.ts'

type Props = { readonly run_id: RunId; readonly event_id: EventId }

/** The place of an event that belongs to no node: it opens where nodes do. Escape closes it. */
export function EventDock({ run_id, event_id }: Props) {
  const headingId = useId()
  const width = usePreferences((state) => state.dialogWidth)
  const close = useNavigation((state) => state.closeNode)
  const openEvent = useOpenEvent()
  const heading = useOpeningFocus()
  const isNarrow = useNarrowScreen()
  useFocusReturn()
  return (
    <aside
      className={styles['dock']}
      aria-label="Event"
      style={{ width, minWidth: DIALOG_WIDTH.min, maxWidth: DIALOG_WIDTH.max }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog answers Escape wherever the focus is in it */}
      <section
        role="dialog"
        aria-modal={false}
        aria-labelledby={headingId}
        className={styles['event']}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          event.stopPropagation()
          close()
        }}
      >
        <header className={styles['eventHead']}>
          <h2 ref={heading} tabIndex={-1} id={headingId} className={styles['eventTitle']}>
            Event without a node
          </h2>
          {isNarrow && <CoveringLiveMark run_id={run_id} />}
          <Tooltip label="Close (Escape)" openDelay={400}>
            <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={close}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </header>
        <div className={styles['eventBody']}>
          <EventDetail run_id={run_id} event_id={event_id} onOpenEvent={openEvent} />
        </div>
      </section>
    </aside>
  )
}
