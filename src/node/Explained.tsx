import { Popover, UnstyledButton } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import styles from './Explained.module.css'

type Props = {
  /** The topic of the explanation, used as its label and tooltip. */
  readonly about: string
  readonly className: string | undefined
  /** The button's short text. */
  readonly short: ReactNode
  readonly children: ReactNode
}

/** A short text whose full explanation opens on click. */
export function Explained({ about, className, short, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setIsOpen} width={340} position="bottom-start" shadow="md" withArrow>
      <Popover.Target>
        <UnstyledButton
          className={className ?? ''}
          title={about}
          onClick={() => setIsOpen(!isOpen)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isOpen) return
            // The first Escape closes the explanation; only the next one closes the dialog.
            event.stopPropagation()
            setIsOpen(false)
          }}
        >
          {short}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={about} className={styles['explained'] ?? ''}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
