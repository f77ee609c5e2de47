import { Button, Menu, TextInput } from '@mantine/core'
import { ChevronDown, OctagonX, Search } from 'lucide-react'
import type { Tally } from '#contract/summaries.ts'
import { EVENT_TYPES, type EventType } from '#contract/words.ts'
import { formatCount, spoken } from '#src/lib/format.ts'
import { FILTER_TEXT_MAX, type EventFilter } from './eventFilter.ts'
import styles from './EventsPanel.module.css'

type Props = {
  readonly filter: EventFilter
  readonly onChange: (filter: EventFilter) => void
  /** How often each type occurs in the node; undefined until it is known. */
  readonly byType: Tally | undefined
  /** Says how many rows there are. */
  readonly status: string
}

export function EventFilterBar({ filter, onChange, byType, status }: Props) {
  return (
    <div className={styles['filters']} role="search" aria-label="Filter the events">
      <TextInput
        size="xs"
        className={styles['search'] ?? ''}
        leftSection={<Search size={13} aria-hidden />}
        aria-label="Find in events"
        placeholder="Find in events"
        maxLength={FILTER_TEXT_MAX}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || filter.text === '') return
          // The first Escape empties the field; only the next one is for the dialog.
          event.stopPropagation()
          onChange({ ...filter, text: '' })
        }}
      />
      <TypeMenu filter={filter} onChange={onChange} byType={byType} />
      <Button
        size="xs"
        variant={filter.errorsOnly ? 'filled' : 'default'}
        leftSection={<OctagonX size={13} aria-hidden />}
        aria-pressed={filter.errorsOnly}
        onClick={() => onChange({ ...filter, errorsOnly: !filter.errorsOnly })}
      >
        Errors only
      </Button>
      <span className={styles['count']} role="status">
        {status}
      </span>
    </div>
  )
}

function TypeMenu({ filter, onChange, byType }: Omit<Props, 'status'>) {
  const counts = new Map(byType?.map(({ value, count }) => [value, count]))
  // The API filters by the types that it knows; of those, the ones that occur here.
  const types = EVENT_TYPES.filter((type) => !byType || counts.has(type) || filter.types.includes(type))
  const toggle = (type: EventType, isChosen: boolean) =>
    onChange({
      ...filter,
      types: isChosen ? [...filter.types, type] : filter.types.filter((chosen) => chosen !== type),
    })
  return (
    <Menu position="bottom-start" closeOnItemClick={false}>
      <Menu.Target>
        <Button
          size="xs"
          variant={filter.types.length > 0 ? 'filled' : 'default'}
          rightSection={<ChevronDown size={13} aria-hidden />}
        >
          {filter.types.length === 0 ? 'All types' : filter.types.map(spoken).join(', ')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {types.map((type) => (
          <Menu.CheckboxItem
            key={type}
            checked={filter.types.includes(type)}
            onChange={(isChosen) => toggle(type, isChosen)}
            rightSection={<span className="dim tabular">{formatCount(counts.get(type) ?? 0)}</span>}
          >
            {spoken(type)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
