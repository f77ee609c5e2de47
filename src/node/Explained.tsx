import { Popover, UnstyledButton } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import styles from './DialogHeader.module.css'

type Props = {
  /** What the explanation tells, as its name and as the hint on hover. */
  readonly about: string
  readonly className: string | undefined
  /** The button's own, short words. */
  readonly short: ReactNode
  readonly children: ReactNode
}

/** Short words that a click explains in full. */
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
            // The first Escape is for the explanation; only the next one closes the dialog.
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
