import { useNavigation } from '#src/navigation/useNavigation.ts'
import { DIALOG_WIDTH, usePreferences } from '#src/theme/preferencesStore.ts'
import { useOpeningFocus } from '#src/ui/hooks/useOpeningFocus.ts'
import { ActionIcon, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import dockStyles from './dock.module.css'
import styles from './SideDock.module.css'
import { useFocusReturn } from './useFocusReturn.ts'

type Props = {
  /** The kind of content, in one word. */
  readonly what: string
  readonly title: string
  /** Shown beside the title. */
  readonly mark?: ReactNode
  readonly children: ReactNode
}

/** The dock for content that is not a node. Escape closes it. */
export function SideDock({ what, title, mark, children }: Props) {
  const headingId = useId()
  const width = usePreferences((state) => state.dialogWidth)
  const close = useNavigation((state) => state.closeDock)
  const heading = useOpeningFocus()
  useFocusReturn()
  return (
    <aside
      className={dockStyles['dock']}
      aria-label={what}
      style={{ width, minWidth: DIALOG_WIDTH.min, maxWidth: DIALOG_WIDTH.max }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog handles Escape wherever the focus is inside it */}
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
            {title}
          </h2>
          {mark}
          <Tooltip label="Close (Escape)" openDelay={400}>
            <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={close}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </header>
        <div className={styles['eventBody']}>{children}</div>
      </section>
    </aside>
  )
}
