import { Braces, ChevronDown, ChevronRight, Copy } from 'lucide-react'
import { memo, useId, type ReactNode } from 'react'
import type { JsonValue } from '#contract/json.ts'
import { plural } from '#src/lib/format.ts'
import { clipText } from '../text/clipText.ts'
import { jsonGist } from './jsonGist.ts'
import { isContainer, isList, memberCount } from './jsonContainer.ts'
import type { JsonRow } from './jsonRows.ts'
import styles from './JsonTreeRow.module.css'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { longTextOf, TEXT_CHARS } from './useJsonTree.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { WholeText } from '../text/WholeText.tsx'

const NAME_CHARS = 200
/** Maximum characters of a collapsed container's summary. */
const GIST_CHARS = 60
/** Indentation of members in pixels. */
const INDENT = 16

type Props = {
  readonly row: JsonRow
  readonly index: number
  readonly isOpen: boolean
  readonly isWhole: boolean
  readonly isActive: boolean
  readonly measure: (element: HTMLElement | null) => void
  readonly onFocus: () => void
  readonly onToggle: () => void
  readonly pathOf: () => string
  readonly onCopy: (text: string) => void
}

/** One member: its name, its shortened value, and tools that appear on the active row. */
export function JsonTreeRow({ row, index, isOpen, isWhole, isActive, measure, ...actions }: Props) {
  const { onFocus, onToggle, pathOf, onCopy } = actions
  const nameId = useId()
  const longText = longTextOf(row)
  const canOpen = isContainer(row.value) && memberCount(row.value) > 0
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree handles keys
    <div
      ref={measure}
      role="treeitem"
      // Excludes the tools, which would be announced in every row.
      aria-labelledby={nameId}
      aria-level={row.depth + 1}
      aria-setsize={row.siblings}
      aria-posinset={row.place}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={isActive}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={styles['row']}
      style={{ paddingLeft: row.depth * INDENT }}
      onFocus={(event) => event.target === event.currentTarget && onFocus()}
    >
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- a larger target for the mouse; the tree handles keys */}
      <div className={styles['line']} data-foldable={canOpen || undefined} onClick={canOpen ? onToggle : undefined}>
        <span className={styles['fold']}>
          {canOpen && (isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />)}
        </span>
        <span id={nameId} className={styles['content']}>
          <bdi className={styles['name']} data-place={typeof row.name === 'number' || undefined}>
            {typeof row.name === 'number' ? row.name : visibleText(clipText(row.name, { chars: NAME_CHARS, lines: 1 }))}
          </bdi>
          <span className="dim">: </span>
          <Value value={row.value} isOpen={isOpen} />
          {longText !== undefined && (
            <TextButton onClick={onToggle}>
              {isWhole ? 'show less' : `show all ${plural(longText.length, 'character')}`}
            </TextButton>
          )}
        </span>
        <span className={styles['tools']}>
          <Tool
            label="Copy value"
            isActive={isActive}
            onClick={() => onCopy(typeof row.value === 'string' ? row.value : JSON.stringify(row.value, null, 2))}
          >
            <Copy size={12} aria-hidden />
          </Tool>
          <Tool label="Copy path" isActive={isActive} onClick={() => onCopy(pathOf())}>
            <Braces size={12} aria-hidden />
          </Tool>
        </span>
      </div>
      {isWhole && longText !== undefined && (
        <WholeText text={longText} what={`text of ${visibleText(String(row.name))}`} lines="wrapped" />
      )}
    </div>
  )
}

type ValueProps = { readonly value: JsonValue; readonly isOpen: boolean }

const Value = memo(({ value, isOpen }: ValueProps) => {
  if (typeof value === 'string') {
    const shown = clipText(value, { chars: TEXT_CHARS, lines: Infinity })
    return (
      <bdi className={styles['string']}>
        {visibleText(JSON.stringify(shown))}
        {shown.length < value.length && '… '}
      </bdi>
    )
  }
  if (typeof value === 'number') return <span className={styles['number']}>{value}</span>
  if (!isContainer(value)) return <span className={styles['word']}>{String(value)}</span>
  const count = memberCount(value)
  if (count === 0) return <span className={styles['gist']}>{isList(value) ? '[]' : '{}'}</span>
  return (
    <span className={styles['gist']}>
      {!isOpen && <bdi>{visibleText(jsonGist(value, GIST_CHARS))} </bdi>}
      <span className={styles['count']}>{isList(value) ? plural(count, 'item') : plural(count, 'member')}</span>
    </span>
  )
})
Value.displayName = 'Value'

type ToolProps = {
  readonly label: string
  readonly isActive: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

/** Plain buttons, because two in each row of a scrolling tree must be cheap. */
function Tool({ label, isActive, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      tabIndex={isActive ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation()
        onClick()
      }}
    >
      {children}
    </button>
  )
}
