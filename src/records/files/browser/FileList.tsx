import { FILE_ORDERS, type FileOrder } from '#src/lib/fileFilter.ts'
import { UnstyledButton } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { FileId } from '#contract/ids.ts'
import { spoken } from '#src/lib/format.ts'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { FileRow, ROW_HEIGHT } from './FileRow.tsx'
import columnsStyles from './fileColumns.module.css'
import styles from './FileList.module.css'
import { classNames } from '#src/lib/classNames.ts'
import type { FileGroup } from './fileGroups.ts'
import type { FilePlaces } from './FilePlaces.ts'

type Props = {
  readonly groups: readonly FileGroup[]
  readonly chosen: FileGroup | undefined
  readonly onChoose: (file_id: FileId) => void
  readonly places: FilePlaces
  readonly order: FileOrder
  readonly onOrder: (order: FileOrder) => void
}

/** Files as a virtual grid of rows. Clicking a column header sorts by it. */
export function FileList({ groups, chosen, onChoose, places, order, onOrder }: Props) {
  const keys = useMemo(() => groups.map(({ path }) => path), [groups])
  const rows = useRovingRows({ keys, rowHeight: ROW_HEIGHT, headHeight: ROW_HEIGHT, preferred: chosen?.path })
  const { scrollRef, virtualizer, activeIndex, focusRow, setActive } = rows
  const chosenIndex = chosen ? (rows.placeOf(chosen.path) ?? -1) : -1
  // Scrolls a linked file into view, also when it moves because others arrive. A clicked one is in view already.
  useEffect(() => {
    if (chosenIndex >= 0) virtualizer.scrollToIndex(chosenIndex)
  }, [chosenIndex, virtualizer])
  return (
    <div ref={scrollRef} className={styles['scroll']}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows have a roving focus */}
      <div
        role="grid"
        aria-label="Files"
        aria-rowcount={groups.length + 1}
        onKeyDown={(event) => {
          const steps = rowSteps(event.key)
          if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return
          event.preventDefault()
          focusRow(stepped(activeIndex, steps, groups.length))
        }}
      >
        <div role="row" aria-rowindex={1} className={classNames(columnsStyles['columns'], styles['head'])}>
          {FILE_ORDERS.map((by) => (
            <Head key={by} by={by} order={order} onOrder={onOrder} />
          ))}
          <span role="columnheader">made by</span>
        </div>
        <div role="rowgroup" className={styles['body']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const group = groups[index]
            return (
              group && (
                <FileRow
                  key={group.path}
                  group={group}
                  index={index}
                  // The container of the rows starts below the header.
                  top={start - ROW_HEIGHT}
                  isShown={group.path === chosen?.path}
                  isActive={index === activeIndex}
                  onFocus={() => setActive(index)}
                  onShow={() => onChoose(group.latest.file_id)}
                  places={places}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

type HeadProps = {
  readonly by: FileOrder['by']
  readonly order: FileOrder
  readonly onOrder: (order: FileOrder) => void
}

function Head({ by, order, onOrder }: HeadProps) {
  const isOn = order.by === by
  const turned = order.direction === 'ascending' ? 'descending' : 'ascending'
  const Arrow = order.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <span role="columnheader" aria-sort={isOn ? order.direction : 'none'}>
      <UnstyledButton
        className={styles['sort']}
        onClick={() => onOrder({ by, direction: isOn ? turned : FIRST_DIRECTION[by] })}
      >
        {spoken(by)}
        {isOn && <Arrow size={12} aria-hidden />}
      </UnstyledButton>
    </span>
  )
}

/** Names are sorted alphabetically; large or recent files come first. */
const FIRST_DIRECTION = { path: 'ascending', type: 'ascending', size: 'descending', time: 'descending' } as const
