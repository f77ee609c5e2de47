import { formatBytes, plural, spoken } from '#src/lib/format.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import columnsStyles from './fileColumns.module.css'
import styles from './FileRow.module.css'
import { classNames } from '#src/lib/classNames.ts'
import { fileToken } from './fileToken.ts'
import type { FileGroup } from './fileGroups.ts'
import type { FilePlaces } from './FilePlaces.ts'
import { MadeBy } from './MadeBy.tsx'

/** Pixels; keep in sync with FileList.module.css. */
export const ROW_HEIGHT = 32

type Props = {
  readonly group: FileGroup
  readonly index: number
  /** Pixels from the top of the rows. */
  readonly top: number
  readonly isShown: boolean
  readonly isActive: boolean
  readonly onFocus: () => void
  readonly onShow: () => void
  readonly places: FilePlaces
}

/** One path of the list: a click or Enter shows it. */
export function FileRow({ group, index, top, isShown, isActive, onFocus, onShow, places }: Props) {
  const { path, versions, latest } = group
  const { Icon } = fileToken(latest)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isShown}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={classNames(columnsStyles['columns'], styles['row'])}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
      // Ignores clicks on the row's links, which lead elsewhere.
      onClick={(event) => event.target instanceof Element && !event.target.closest('button') && onShow()}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return
        event.preventDefault()
        onShow()
      }}
    >
      <span role="gridcell" className={styles['path']} title={visibleText(path)}>
        <Icon size={15} aria-hidden />
        <bdi className="ellipsis">{visibleText(path) || 'unnamed file'}</bdi>
        {versions.length > 1 && <span className={styles['versions']}>{plural(versions.length, 'version')}</span>}
      </span>
      <span role="gridcell">{visibleText(spoken(latest.file_type))}</span>
      <span role="gridcell" className={styles['size']}>
        {latest.has_content || latest.size_bytes !== null ? formatBytes(latest.size_bytes) : 'no content'}
      </span>
      <span role="gridcell">
        <Moment at={latest.created_at} form="minute" />
      </span>
      <span role="gridcell">
        <MadeBy file={latest} places={places} isReachable={isActive} />
      </span>
    </div>
  )
}
