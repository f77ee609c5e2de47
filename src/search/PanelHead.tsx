import type { SearchKind } from '#contract/search.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { ActionIcon } from '@mantine/core'
import { ArrowDown, ArrowUp, ChevronDown, ChevronUp, X, type LucideIcon } from 'lucide-react'
import { numberOf, totalOf, type Place } from './matches.ts'
import styles from './PanelHead.module.css'
import type { KindSearch } from './useSearch.ts'

type Props = {
  readonly search: readonly KindSearch[]
  /** The position of the current match. */
  readonly place: Place | undefined
  readonly isAnswered: boolean
  readonly isFolded: boolean
  readonly onFold: (folds: boolean) => void
  readonly onWalk: (by: 1 | -1) => void
  readonly onClose: () => void
}

const NOUNS: Readonly<Record<SearchKind, string>> = { node: 'node', event: 'event', file: 'file', message: 'message' }

/** The number of matches, the current one, and the buttons to the next. */
export function PanelHead({ search, place, isAnswered, isFolded, onFold, onWalk, onClose }: Props) {
  const total = totalOf(search)
  const hit = place && search[place.list]?.hits[place.index]
  const kinds = search.filter((each) => each.total > 0).map((each) => plural(each.total, NOUNS[each.kind]))
  return (
    <div className={styles['head']}>
      <p className={styles['sum']}>
        <strong role="status">{isAnswered ? plural(total, 'match', 'matches') : 'Searching…'}</strong>
        {kinds.length > 0 && <span className={styles['kinds']}>{kinds.join(', ')}</span>}
      </p>
      <span className={styles['place']} role="status">
        {place && (
          <>
            match {formatCount(numberOf(search, place))} of {formatCount(total)}
            {hit && <span className="unseen">: {visibleText(hit.title)}</span>}
          </>
        )}
      </span>
      <Tool name="Previous match" keys="Shift+F3" Icon={ArrowUp} disabled={total === 0} onClick={() => onWalk(-1)} />
      <Tool name="Next match" keys="F3" Icon={ArrowDown} disabled={total === 0} onClick={() => onWalk(1)} />
      <Tool
        name={isFolded ? 'Show matches' : 'Hide matches'}
        Icon={isFolded ? ChevronDown : ChevronUp}
        expanded={!isFolded}
        onClick={() => onFold(!isFolded)}
      />
      <Tool name="Close search" Icon={X} onClick={onClose} />
    </div>
  )
}

type ToolProps = {
  readonly name: string
  readonly keys?: string
  readonly Icon: LucideIcon
  readonly disabled?: boolean
  readonly expanded?: boolean
  readonly onClick: () => void
}

const Tool = ({ name, keys, Icon, disabled = false, expanded, onClick }: ToolProps) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={24}
    aria-label={name}
    aria-keyshortcuts={keys}
    aria-expanded={expanded}
    title={keys ? `${name} (${keys})` : name}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon size={15} aria-hidden />
  </ActionIcon>
)
