import type { NodeId } from '#contract/ids.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import type { Narrowing } from '#src/navigation/runViewState.ts'
import { ActionIcon, Menu } from '@mantine/core'
import { Check, Funnel } from 'lucide-react'
import type { LabelOf } from '../model/labelsOf.ts'
import styles from './NarrowMenu.module.css'
import { narrowingWords } from './narrowingWords.ts'

type Props = {
  readonly hasFailures: boolean
  readonly selected: NodeId | undefined
  readonly labelOf: LabelOf
}

/** Chooses which part of the graph is shown: all of it, failures and what led to them, or one side of the open node. */
export function NarrowMenu({ hasFailures, selected, labelOf }: Props) {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const { only } = graph
  // A node that the graph was narrowed by remains an option when another or no node is open.
  const around = selected ?? (only !== undefined && only.kind !== 'failed' ? only.node_id : undefined)
  const sides: readonly Narrowing[] =
    around === undefined
      ? []
      : [
          { kind: 'upstream', node_id: around },
          { kind: 'downstream', node_id: around },
        ]
  const item = (choice: Narrowing | undefined, words: string, disabled = false) => {
    const isChosen = JSON.stringify(choice) === JSON.stringify(only)
    return (
      <Menu.Item
        key={words}
        disabled={disabled}
        rightSection={isChosen ? <Check size={14} aria-label="chosen" /> : undefined}
        onClick={() => setViewState({ graph: { ...graph, only: choice } }, 'push')}
      >
        {words}
      </Menu.Item>
    )
  }
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          size={30}
          variant="default"
          className={styles['target'] ?? ''}
          aria-label="Filter graph"
          title="Filter graph"
          data-narrowed={only !== undefined || undefined}
        >
          <Funnel size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Filter graph" className={styles['menu'] ?? ''}>
        {item(undefined, 'Whole graph')}
        {item({ kind: 'failed' }, narrowingWords({ kind: 'failed' }, labelOf), !hasFailures)}
        {sides.map((side) => item(side, narrowingWords(side, labelOf)))}
        {sides.length === 0 && <Menu.Label>Open a node to show only its upstream or downstream nodes.</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
