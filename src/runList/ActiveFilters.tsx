import { UnstyledButton } from '@mantine/core'
import { X } from 'lucide-react'
import { NO_FILTER } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { filterParts } from './runFilter.ts'
import styles from './ActiveFilters.module.css'

/** All active parts of the filter, each as a button that removes it. */
export function ActiveFilters({ sessionName }: { readonly sessionName: string | undefined }) {
  const filter = useNavigation((state) => state.filter)
  const setFilter = useNavigation((state) => state.setFilter)
  const parts = filterParts(filter, sessionName)
  if (parts.length === 0) return null
  return (
    <ul className={styles['parts']} aria-label="Active filters">
      {parts.map(({ key, what, value, without }) => (
        <li key={key}>
          <UnstyledButton
            className={styles['part']}
            onClick={() => setFilter(without)}
            aria-label={`Remove filter: ${what} ${value}`}
            title={`Remove filter: ${what} ${value}`}
          >
            <span className="dim">{what}</span> <span className={styles['value']}>{value}</span>
            <X size={12} aria-hidden />
          </UnstyledButton>
        </li>
      ))}
      {parts.length > 1 && (
        <li>
          <UnstyledButton className={styles['all']} onClick={() => setFilter(NO_FILTER)}>
            Clear all
          </UnstyledButton>
        </li>
      )}
    </ul>
  )
}
