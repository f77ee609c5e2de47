import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Lane } from '../model/layoutLanes.ts'
import { TypeIcon } from '../TypeIcon.tsx'
import { DisagreementMark } from '../DisagreementMark.tsx'
import { laneName } from '../words.ts'
import { headHeight, type ChartModel } from './chartModel.ts'
import type { ChartStore } from './chartStore.ts'
import styles from './LaneLabels.module.css'
import { LANE_HEIGHT, laneAt, laneKey } from './placeLanes.ts'

/** Labels are mounted in blocks of this size, so that small scrolls mount nothing. */
const BLOCK = 8

type Props = {
  readonly store: ChartStore
  readonly model: ChartModel
  readonly onOpen: (lane: Lane) => void
  readonly onToggle: (lane: Lane) => void
  /** A label received the focus, which it must pass on. */
  readonly onFocus: () => void
}

/**
 * The names of the visible lanes. Their buttons are for the pointer; the chart around them is a single tab stop whose
 * keys do the same. A focused button would lose the focus when its lane is scrolled out of view.
 */
export function LaneLabels({ store, model, onOpen, onToggle, onFocus }: Props) {
  const { placed, selected } = model
  const first = useStore(store, ({ top }) => blockOf(Math.max(0, laneAt(placed, top))))
  const end = useStore(store, ({ top, height }) => blockOf(laneAt(placed, top + height)) + BLOCK)
  const listRef = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const move = () => {
      if (listRef.current) listRef.current.style.transform = `translateY(${-store.getState().top}px)`
    }
    move()
    return store.subscribe(move)
  }, [store])
  return (
    <div className={styles['gutter']} style={{ paddingTop: headHeight(model) }} onFocus={onFocus}>
      <div className={styles['gutterHead']} style={{ height: headHeight(model) }}>
        Node
      </div>
      <div className={styles['labels']}>
        <div ref={listRef} className={styles['labelList']}>
          {placed.lanes.slice(first, end).map((lane, index) => (
            <LaneLabel
              key={laneKey(lane)}
              lane={lane}
              top={placed.tops[first + index] ?? 0}
              isFolded={placed.folded[first + index] === 1}
              isBack={model.back?.[first + index] === 1}
              isSelected={lane.kind === 'node' && lane.node.node_id === selected}
              onOpen={onOpen}
              onToggle={onToggle}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

const blockOf = (lane: number): number => Math.floor(lane / BLOCK) * BLOCK

type LabelProps = {
  readonly lane: Lane
  readonly top: number
  readonly isFolded: boolean
  readonly isBack: boolean
  readonly isSelected: boolean
  readonly onOpen: (lane: Lane) => void
  readonly onToggle: (lane: Lane) => void
}

function LaneLabel({ lane, top, isFolded, isBack, isSelected, onOpen, onToggle }: LabelProps) {
  const name = laneName(lane)
  const Fold = isFolded ? ChevronRight : ChevronDown
  return (
    <div
      className={styles['label']}
      style={{ top, height: LANE_HEIGHT }}
      data-selected={isSelected || undefined}
      data-back={isBack || undefined}
    >
      {lane.rows.length > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles['fold']}
          aria-expanded={!isFolded}
          aria-label={`Events of ${name}`}
          onClick={() => onToggle(lane)}
        >
          <Fold size={14} aria-hidden />
        </button>
      ) : (
        <span className={styles['fold']} />
      )}
      <button
        type="button"
        tabIndex={-1}
        className={styles['name']}
        title={name}
        data-node-id={lane.kind === 'node' ? lane.node.node_id : undefined}
        onClick={() => (lane.kind === 'node' ? onOpen(lane) : onToggle(lane))}
      >
        {lane.kind === 'node' && <StatusMark status={lane.node.status} wordless />}
        {lane.kind === 'node' && <TypeIcon of="node" type={lane.node.node_type} />}
        <bdi className={styles['words']}>{name}</bdi>
      </button>
      <DisagreementMark disagreement={lane.disagreement} />
      <ErrorChip count={lane.errorCount} />
    </div>
  )
}
