import { EVENT_ORDERS, type EventOrder, unfiltered, type EventFilter } from '#src/lib/eventFilter.ts'
import type { NodeId } from '#contract/ids.ts'
import { spoken } from '#src/lib/format.ts'
import { useTypedText } from '#src/ui/hooks/useTypedText.ts'
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { OctagonX, Search } from 'lucide-react'
import { FILTER_TEXT_MAX, isFiltered, type EventFacets } from './eventFilter.ts'
import styles from './EventToolbar.module.css'
import { FacetMenu } from './FacetMenu.tsx'

type Props = {
  readonly filter: EventFilter
  readonly onFilter: (filter: EventFilter) => void
  readonly facets: EventFacets
  /** Set if the list contains several nodes. */
  readonly nodeLabels: ReadonlyMap<NodeId, string> | undefined
}

/** Debounce of the text filter in milliseconds. */
const REST_MS = 200

const ORDER_WORDS: Readonly<Record<EventOrder, string>> = {
  recorded: 'As recorded',
  duration: 'Slowest first',
  tokens: 'Most tokens first',
  cost: 'Dearest first',
}

const asIs = (word: string): string => word

/** The filter of the list. */
export function EventToolbar({ filter, onFilter, facets, nodeLabels }: Props) {
  return (
    <div
      className={styles['filters']}
      role="search"
      // Both lists may be on screen, and landmarks need distinct names.
      aria-label={`Filter the events of this ${nodeLabels ? 'run' : 'node'}`}
    >
      <FilterText filter={filter} onFilter={onFilter} />
      <FacetMenu
        name="Type"
        facets={facets.types}
        chosen={filter.types}
        onChange={(types) => onFilter({ ...filter, types })}
        labelOf={spoken}
      />
      <FacetMenu
        name="Subtype"
        facets={facets.subtypes}
        chosen={filter.subtypes}
        onChange={(subtypes) => onFilter({ ...filter, subtypes })}
        labelOf={spoken}
      />
      <FacetMenu
        name="Status"
        facets={facets.statuses}
        chosen={filter.statuses}
        onChange={(statuses) => onFilter({ ...filter, statuses })}
        labelOf={spoken}
      />
      <FacetMenu
        name="Agent"
        facets={facets.agents}
        chosen={filter.agents}
        onChange={(agents) => onFilter({ ...filter, agents })}
        labelOf={asIs}
      />
      {nodeLabels && (
        <FacetMenu
          name="Node"
          facets={facets.nodes}
          chosen={filter.nodes}
          onChange={(nodes) => onFilter({ ...filter, nodes })}
          labelOf={(node_id) => nodeLabels.get(node_id) ?? node_id}
        />
      )}
      <Button
        size="xs"
        variant={filter.only === 'errors' ? 'filled' : 'default'}
        leftSection={<OctagonX size={13} aria-hidden />}
        aria-pressed={filter.only === 'errors'}
        onClick={() => onFilter({ ...filter, only: filter.only === 'errors' ? 'all' : 'errors' })}
      >
        Errors only
      </Button>
      {isFiltered(filter) && (
        <Button size="xs" variant="subtle" onClick={() => onFilter(unfiltered(filter))}>
          Clear filters
        </Button>
      )}
      <NativeSelect
        size="xs"
        aria-label="Order of events"
        value={filter.order}
        onChange={(event) => {
          const order = EVENT_ORDERS.find((each) => each === event.currentTarget.value)
          if (order) onFilter({ ...filter, order })
        }}
        data={EVENT_ORDERS.map((order) => ({ value: order, label: ORDER_WORDS[order] }))}
      />
      <SegmentedControl
        size="xs"
        className={styles['shape'] ?? ''}
        aria-label="Event list layout"
        // Sorted rows stand apart from their parents.
        disabled={filter.order !== 'recorded'}
        value={filter.order === 'recorded' ? filter.shape : 'flat'}
        onChange={(shape) => onFilter({ ...filter, shape })}
        data={[
          { value: 'nested', label: 'Nested' },
          { value: 'flat', label: 'Flat' },
        ]}
      />
    </div>
  )
}

function FilterText({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const apply = (applied: string) => onFilter({ ...filter, text: applied })
  const { text, type, clear } = useTypedText({ applied: filter.text, apply, restMs: REST_MS })
  return (
    <TextInput
      size="xs"
      className={styles['search'] ?? ''}
      leftSection={<Search size={13} aria-hidden />}
      aria-label="Find in events"
      placeholder="Headline, agent, type"
      title="Searches headlines, agents and types. To search inputs and outputs, search the run."
      maxLength={FILTER_TEXT_MAX}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return
        // The first Escape clears the field; only the next one reaches an enclosing dialog.
        event.stopPropagation()
        clear()
      }}
    />
  )
}
