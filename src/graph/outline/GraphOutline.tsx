import type { NodeId, NodeRef } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { useCoarsePointer } from '#src/ui/hooks/useCoarsePointer.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { ArrowDown, CornerDownRight, Group, Merge } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react'
import { FilteredNote } from '../FilteredNote.tsx'
import { labelsOf } from '../model/labelsOf.ts'
import { NarrowNote } from '../narrowing/NarrowNote.tsx'
import styles from './GraphOutline.module.css'
import { OutlineRowView } from './OutlineRowView.tsx'
import { rowKeyOf } from './outlineRows.ts'
import { nextFailed, outlineStep } from './outlineSteps.ts'
import { referenceInWords, tiesInWords } from './outlineWords.ts'
import { useOutline } from './useOutline.ts'

/** Pixels, as in GraphOutline.module.css. */
const ROW_HEIGHT = 30

type Props = {
  readonly dag: DagReply
  readonly selected: NodeId | undefined
  readonly onOpen: (node: NodeRef) => void
}

/** The graph as a tree that follows its edges, for keyboards, screen readers and graphs too large to look at. */
export function GraphOutline({ dag, selected, onOpen }: Props) {
  const keysId = useId()
  const isCoarse = useCoarsePointer()
  const { outline, rows, order, unfoldTo, toggleFold, unfoldAll, foldAll } = useOutline(dag, selected)
  const nodes = useMemo(() => new Map(dag.nodes.map((node) => [node.node_id, node])), [dag.nodes])
  const label = useMemo(() => labelsOf(dag.nodes), [dag.nodes])
  const failed = useMemo(() => order.filter((node_id) => nodes.get(node_id)?.status === 'failed'), [order, nodes])
  const keys = useMemo(() => rows.map(({ key }) => key), [rows])
  const tree = useRovingRows({ keys, rowHeight: ROW_HEIGHT, preferred: selected && rowKeyOf({ node_id: selected }) })
  const { scrollRef, virtualizer, activeIndex, placeOf } = tree

  // A node selected elsewhere, for instance in the dialog, is scrolled into view once: a row that only moves because
  // others fold or unfold must not scroll the view back to it.
  const place = selected && placeOf(rowKeyOf({ node_id: selected }))
  const broughtIntoView = useRef<NodeId>(undefined)
  useEffect(() => {
    if (place === undefined || broughtIntoView.current === selected) return
    broughtIntoView.current = selected
    virtualizer.scrollToIndex(place)
  }, [place, selected, virtualizer])

  const open = (node_id: NodeId) => onOpen({ run_id: dag.scope.run_id, node_id })
  const goTo = (node_id: NodeId) => {
    unfoldTo(node_id)
    tree.focusKey(rowKeyOf({ node_id }))
  }
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const step = outlineStep(press, activeIndex, rows, outline, failed)
    if (!step) return
    press.preventDefault()
    switch (step.kind) {
      case 'row':
        return tree.focusRow(step.index)
      case 'node':
        return goTo(step.node_id)
      case 'fold':
        return toggleFold(step.node_id)
      case 'open':
        return open(step.node_id)
    }
  }
  const toFailed = () => {
    const next = nextFailed(failed, rows[activeIndex], 1)
    if (next !== undefined) goTo(next)
  }

  return (
    <div className={styles['outline']}>
      <div className={styles['toolbar']}>
        <NarrowNote />
        <FilteredNote />
        <span role="status">
          {plural(dag.nodes.length, 'node')}
          {failed.length > 0 && `, ${formatCount(failed.length)} failed`}
        </span>
        {failed.length > 0 && <TextButton onClick={toFailed}>Next failed{isCoarse ? '' : ' (F8)'}</TextButton>}
        <TextButton onClick={unfoldAll}>Unfold all</TextButton>
        <TextButton onClick={foldAll}>Fold all</TextButton>
        <span className={styles['legend']} aria-hidden>
          <ArrowDown size={12} /> follows the row above <CornerDownRight size={12} /> one of several branches
          <Merge size={12} /> branches join
          {outline.members.size > 0 && (
            <>
              <Group size={12} /> first in its group
            </>
          )}
        </span>
        <span id={keysId} className="unseen">
          Arrow keys move, fold and unfold; Enter opens a node; left bracket goes to the predecessor, right bracket to
          the successor, F8 to the next failed node.
        </span>
      </div>
      <div ref={scrollRef} className={styles['scroll']}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus */}
        <div
          role="tree"
          aria-label="Graph outline"
          aria-describedby={keysId}
          className={styles['rows']}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <OutlineRowView
                key={key}
                row={row}
                node={nodes.get(row.node_id)}
                words={
                  row.kind === 'reference' ? referenceInWords(row, label) : tiesInWords(outline, row.node_id, label)
                }
                index={index}
                isActive={index === activeIndex}
                isSelected={row.kind === 'node' && row.node_id === selected}
                style={{ transform: `translateY(${start}px)` }}
                onOpen={() => open(row.node_id)}
                onToggleFold={() => toggleFold(row.node_id)}
                onFocus={() => tree.setActive(index)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}
