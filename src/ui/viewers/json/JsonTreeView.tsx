import { useClipboard } from '@mantine/hooks'
import { plural } from '#src/lib/format.ts'
import { classNames } from '#src/lib/classNames.ts'
import { JsonTreeRow } from './JsonTreeRow.tsx'
import styles from './JsonTreeView.module.css'
import { memberCount, type JsonContainer } from './jsonContainer.ts'
import { pathOf } from './jsonRows.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { useJsonTree } from './useJsonTree.ts'

type Props = { readonly value: JsonContainer; readonly name: string; readonly size: 'fill' | 'block' }

/** A default export, because it is lazy-loaded. Arrow keys navigate, expand and collapse the tree. */
export default function JsonTreeView({ value, name, size }: Props) {
  const { scrollRef, rows, virtualizer, activeIndex, canFold, isOpen, isWhole, ...actions } = useJsonTree(value)
  const clipboard = useClipboard({ timeout: 1500 })
  const shown = virtualizer.getVirtualItems()
  return (
    <>
      {canFold && (
        <p className={styles['head']}>
          <span className="dim tabular">{plural(memberCount(value), 'member')}</span>
          <TextButton onClick={actions.unfoldAll}>Unfold all</TextButton>
          <TextButton onClick={actions.foldAll}>Fold all</TextButton>
        </p>
      )}
      <div ref={scrollRef} className={classNames(styles['scroll'], styles[size])}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows have a roving focus */}
        <div
          role="tree"
          aria-label={name}
          className={styles['tree']}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={actions.onKeyDown}
        >
          <div style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }} role="none">
            {shown.map(({ index }) => {
              const row = rows.at(index)
              if (!row) return null
              return (
                <JsonTreeRow
                  key={row.key}
                  row={row}
                  index={index}
                  isOpen={isOpen(row)}
                  isWhole={isWhole(row)}
                  isActive={index === activeIndex}
                  measure={virtualizer.measureElement}
                  onFocus={() => actions.setActive(index)}
                  onToggle={() => actions.toggle(index)}
                  pathOf={() => pathOf(rows, index)}
                  onCopy={clipboard.copy}
                />
              )
            })}
          </div>
        </div>
      </div>
      <span className="unseen" aria-live="polite">
        {clipboard.copied ? 'copied' : ''}
      </span>
      {rows.isCut && (
        <p className={styles['cut']}>
          The remaining rows are hidden: too many for the browser to scroll. Fold some rows to see them.
        </p>
      )}
    </>
  )
}
