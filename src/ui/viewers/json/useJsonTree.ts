import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { isContainer, isList, memberCount, type JsonContainer } from './jsonContainer.ts'
import { openedAtFirst, openedWholly } from './jsonOpening.ts'
import { containerNumbers, jsonRows, type JsonRow } from './jsonRows.ts'
import { renderedRows } from '#src/ui/hooks/renderedRows.ts'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'

/** Height of a single-line row in pixels; keep in sync with JsonTreeView.module.css. */
const ROW_HEIGHT = 20
/** Maximum number of rows for "expand all", which takes about 50 ms. */
const UNFOLD_MAX = 100_000
/** Maximum characters of a text in its row; the rest opens below it. */
export const TEXT_CHARS = 400

/** The text of a row if it is too long for the row, else undefined. */
export const longTextOf = ({ value }: JsonRow): string | undefined =>
  typeof value === 'string' && value.length > TEXT_CHARS ? value : undefined

/** The expanded state, tab stop and keys of a tree, following the ARIA tree pattern. */
export function useJsonTree(root: JsonContainer) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const numberOf = useMemo(() => containerNumbers(), [])
  const [opened, setOpened] = useState(() => openedAtFirst(root))
  const [wholeTexts, setWholeTexts] = useState<ReadonlySet<number>>(new Set())
  const [activeKey, setActiveKey] = useState<number>()
  const rows = useMemo(() => jsonRows(root, opened, numberOf), [root, opened, numberOf])
  const canFold = useMemo(() => (isList(root) ? root : Object.values(root)).some(isContainer), [root])
  const activeIndex = useMemo(() => (activeKey === undefined ? 0 : (rows.indexOf(activeKey) ?? 0)), [rows, activeKey])

  // oxlint-disable-next-line react/incompatible-library -- its functions go to plain elements; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scrollRef.current,
    // Called for every row of the tree, so these must not allocate.
    estimateSize: () => ROW_HEIGHT,
    getItemKey: rows.keyAt,
    overscan: 20,
    rangeExtractor: (range) => renderedRows(range, activeIndex),
  })

  const isOpen = ({ value }: JsonRow) => isContainer(value) && opened.has(value)
  const isWhole = ({ key }: JsonRow) => wholeTexts.has(key)
  const setActive = (index: number) => setActiveKey(rows.at(index)?.key)
  const focusRow = (index: number) => {
    // The row must be in the document before it can be focused.
    flushSync(() => setActive(index))
    virtualizer.scrollToIndex(index)
    scrollRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
  }
  const toggle = (index: number) => {
    const row = rows.at(index)
    if (!row) return
    setActive(index)
    if (longTextOf(row) !== undefined) setWholeTexts(toggled(wholeTexts, row.key))
    else if (isContainer(row.value) && memberCount(row.value) > 0) setOpened(toggled(opened, row.value))
  }
  const unfoldSiblings = (index: number) => {
    const parent = rows.at(rows.at(index)?.parent ?? -1)?.value ?? root
    const siblings = isContainer(parent) ? (isList(parent) ? parent : Object.values(parent)).filter(isContainer) : []
    setOpened(new Set([...opened, ...siblings]))
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // A key pressed on a button of a row belongs to the button.
    if (event.target instanceof HTMLElement && event.target.getAttribute('role') !== 'treeitem') return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows.at(activeIndex)
    if (!row) return
    const steps = rowSteps(event.key)
    if (steps !== undefined) focusRow(stepped(activeIndex, steps, rows.count))
    else if (event.key === 'ArrowRight') {
      if (!isContainer(row.value) || memberCount(row.value) === 0) return
      if (isOpen(row)) focusRow(activeIndex + 1)
      else toggle(activeIndex)
    } else if (event.key === 'ArrowLeft') {
      if (isOpen(row)) toggle(activeIndex)
      else if (row.parent >= 0) focusRow(row.parent)
    } else if (event.key === 'Enter' || event.key === ' ') toggle(activeIndex)
    else if (event.key === '*') unfoldSiblings(activeIndex)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return {
    scrollRef,
    rows,
    virtualizer,
    activeIndex,
    canFold,
    isOpen,
    isWhole,
    setActive,
    toggle,
    onKeyDown,
    unfoldAll: () => setOpened(openedWholly(root, UNFOLD_MAX)),
    foldAll: () => setOpened(new Set()),
  }
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(item)) next.add(item)
  return next
}
