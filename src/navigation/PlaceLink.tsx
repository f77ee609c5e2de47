import { isPlainClick } from '#src/lib/isPlainClick.ts'
import type { ReactNode } from 'react'
import { formatLocation, type Selection } from './location.ts'
import { useNavigation } from './useNavigation.ts'

type Props = {
  readonly to: Selection
  readonly className?: string | undefined
  readonly title?: string | undefined
  readonly label?: string | undefined
  readonly children: ReactNode
}

/**
 * A link within the app: followed without leaving the page, unless the browser is asked to open a new tab or window.
 */
export function PlaceLink({ to, className, title, label, children }: Props) {
  const view = useNavigation((state) => state.view)
  const filter = useNavigation((state) => state.filter)
  const selection = useNavigation((state) => state.selection)
  const open = useNavigation((state) => state.open)
  const href = formatLocation({ selection: to, view, filter })
  return (
    <a
      href={href}
      className={className}
      title={title}
      aria-label={label}
      aria-current={href === formatLocation({ selection, view, filter }) ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        open(to)
      }}
    >
      {children}
    </a>
  )
}
