import type { EnrichedNode } from '#contract/summaries.ts'
import { isFiltering, NO_NODE_FILTER, type NodeFilter } from '#src/lib/nodeFilter.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { ActionIcon, Checkbox, NumberInput, Popover, TextInput } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import styles from './NodeFilterMenu.module.css'

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly filter: NodeFilter
  readonly onFilter: (filter: NodeFilter) => void
  /** Side of the button in pixels. */
  readonly size: number
}

/** Filters the nodes of a run by status, agent, duration and text. The others are dimmed in graph, outline and timeline. */
export function NodeFilterMenu({ nodes, filter, onFilter, size }: Props) {
  const statuses = useMemo(() => wordsOf([...nodes.map(({ status }) => status), ...filter.statuses]), [nodes, filter])
  const agents = useMemo(() => wordsOf([...nodes.map(({ agent }) => agent), ...filter.agents]), [nodes, filter])
  const isOn = isFiltering(filter)
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          size={size}
          variant="default"
          className={styles['target'] ?? ''}
          aria-label="Filter nodes"
          title="Filter nodes"
          data-on={isOn || undefined}
        >
          <ListFilter size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Filter nodes" className={styles['form'] ?? ''}>
        <TextInput
          label="Name, id, type or agent contains"
          size="xs"
          value={filter.text}
          onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
        <NumberInput
          label="Took at least (seconds)"
          size="xs"
          min={0}
          decimalScale={3}
          value={filter.min_ms === undefined ? '' : filter.min_ms / 1000}
          onChange={(value) => onFilter({ ...filter, min_ms: millisecondsOf(value) })}
        />
        <Choices
          label="Status"
          words={statuses}
          chosen={filter.statuses}
          nameOf={(word) => statusToken(word).word}
          onChoose={(chosen) => onFilter({ ...filter, statuses: chosen })}
        />
        <Choices
          label="Agent"
          words={agents}
          chosen={filter.agents}
          nameOf={visibleText}
          onChoose={(chosen) => onFilter({ ...filter, agents: chosen })}
        />
        {isOn && <TextButton onClick={() => onFilter(NO_NODE_FILTER)}>Clear filter</TextButton>}
      </Popover.Dropdown>
    </Popover>
  )
}

type ChoicesProps = {
  readonly label: string
  readonly words: readonly string[]
  readonly chosen: readonly string[]
  readonly nameOf: (word: string) => string
  readonly onChoose: (chosen: readonly string[]) => void
}

function Choices({ label, words, chosen, nameOf, onChoose }: ChoicesProps) {
  if (words.length === 0) return null
  return (
    <Checkbox.Group label={label} size="xs" value={[...chosen]} onChange={onChoose}>
      <div className={styles['choices']}>
        {words.map((word) => (
          <Checkbox key={word} size="xs" value={word} label={<bdi>{nameOf(word)}</bdi>} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

const wordsOf = (words: readonly (string | null)[]): readonly string[] =>
  [...new Set(words)]
    .filter((word): word is string => word !== null && word !== '')
    .toSorted((a, b) => a.localeCompare(b))

/** Undefined for an empty field and for zero, which does not filter. */
function millisecondsOf(seconds: string | number): number | undefined {
  const ms = Math.round(Number(seconds) * 1000)
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined
}
