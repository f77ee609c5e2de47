import { ActionIcon, Indicator, Popover } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import styles from './FilterMenu.module.css'
import { menuChoices } from './runFilter.ts'

// Rarely opened, so lazy-loaded instead of part of the first screen.
const FilterForm = lazy(async () => ({ default: (await import('./FilterForm.tsx')).FilterForm }))

/** The button that opens the choices of status, mode and agent, with the number of active ones. */
export function FilterMenu() {
  const chosen = menuChoices(useNavigation((state) => state.filter))
  return (
    // Rendered inside the list: in a drawer, a popover portalled to the page would be outside the drawer's focus
    // trap.
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
