import { ActionIcon, Indicator, Popover } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import styles from './FilterForm.module.css'
import { menuChoices } from './runFilter.ts'

// Opened now and then, so not among what the first screen loads.
const FilterForm = lazy(async () => ({ default: (await import('./FilterForm.tsx')).FilterForm }))

/** The button that opens the choices of status, mode and agent, and tells how many are on. */
export function FilterMenu() {
  const chosen = menuChoices(useNavigation((state) => state.filter))
  return (
    // Within the list's own element: in a drawer, a popover of the page would lie outside the drawer's focus trap.
    <Popover position="bottom-end" width={272} shadow="md" trapFocus withinPortal={false}>
      <Indicator label={chosen} disabled={chosen === 0} size={15} offset={3}>
        <Popover.Target>
          <ActionIcon
            variant="default"
            size={30}
            title="Filter by status, mode or agent"
            aria-label={chosen === 0 ? 'Filter runs' : `Filter runs, ${chosen} selected`}
          >
            <ListFilter size={15} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label="Filter runs">
        <Suspense fallback={<div className={styles['waiting']} role="status" aria-label="Loading filters" />}>
          <FilterForm />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
