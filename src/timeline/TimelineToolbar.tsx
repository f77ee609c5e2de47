import type { RunViewState } from '#src/navigation/runViewState.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import { CircleX, Maximize, Route, ZoomIn, ZoomOut, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import timelineStyles from './timeline.module.css'
import styles from './TimelineToolbar.module.css'

export type TimelineViewState = RunViewState['timeline']

type Props = {
  /** Content on the left, and the menu of gaps. */
  readonly totals: ReactNode
  readonly gaps: ReactNode
  readonly filter: ReactNode
  readonly viewState: TimelineViewState
  readonly onRead: (change: Partial<TimelineViewState>) => void
  /** A run has a lane order and a critical path; a node has a single lane. */
  readonly of: 'run' | 'node'
  readonly onFoldAll: (folded: boolean) => void
  /** Above 1 zooms out, below 1 zooms in; undefined shows everything. */
  readonly onZoom: (factor: number | undefined) => void
}

/** The controls of the timeline. */
export function TimelineToolbar({ totals, gaps, filter, viewState, onRead, of, onFoldAll, onZoom }: Props) {
  const isChart = viewState.as === 'chart'
  return (
    <div className={timelineStyles['toolbar']}>
      <div className={styles['totals']}>{totals}</div>
      <div className={styles['tools']} role="toolbar" aria-label="Timeline view">
        {of === 'run' && (
          <span className={styles['folding']}>
            <TextButton onClick={() => onFoldAll(true)}>Fold all</TextButton>
            <TextButton onClick={() => onFoldAll(false)}>Unfold all</TextButton>
          </span>
        )}
        {(of === 'run' || !isChart) && (
          <Choice
            label="Order"
            value={viewState.order}
            choices={[
              ['recorded', 'As recorded'],
              ['time', 'By time'],
            ]}
            onChange={(order) => onRead({ order })}
          />
        )}
        {isChart && gaps}
        {of === 'run' && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<CircleX size={13} aria-hidden />}
            aria-pressed={viewState.show === 'failed'}
            className={timelineStyles['toggle'] ?? ''}
            onClick={() => onRead({ show: viewState.show === 'failed' ? 'all' : 'failed' })}
          >
            Failed only
          </Button>
        )}
        {isChart && of === 'run' && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Route size={13} aria-hidden />}
            aria-pressed={viewState.path === 'critical'}
            className={timelineStyles['toggle'] ?? ''}
            onClick={() => onRead({ path: viewState.path === 'critical' ? 'plain' : 'critical' })}
          >
            Critical path
          </Button>
        )}
        {isChart && (
          <span className={styles['zoom']}>
            <Tool label="Zoom in (+)" Icon={ZoomIn} onClick={() => onZoom(0.5)} />
            <Tool label="Zoom out (−)" Icon={ZoomOut} onClick={() => onZoom(2)} />
            <Tool label={`Show whole ${of} (0)`} Icon={Maximize} onClick={() => onZoom(undefined)} />
          </span>
        )}
        {filter}
        <Choice
          label="View"
          value={viewState.as}
          choices={[
            ['chart', 'Chart'],
            ['table', 'Table'],
          ]}
          onChange={(as) => onRead({ as })}
        />
      </div>
    </div>
  )
}

type ChoiceProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly choices: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={value}
      data={choices.map(([each, words]) => ({ value: each, label: words }))}
      onChange={(chosen) => {
        const choice = choices.find(([each]) => each === chosen)
        if (choice) onChange(choice[0])
      }}
    />
  )
}

type ToolProps = { readonly label: string; readonly Icon: LucideIcon; readonly onClick: () => void }

function Tool({ label, Icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="default" size={24} aria-label={label} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
