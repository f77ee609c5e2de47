import type { FileFilter, FileOrder } from '#src/lib/fileFilter.ts'
import { useMemo } from 'react'
import type { RunFile } from '#contract/entities.ts'
import type { FileId } from '#contract/ids.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import type { FurtherPages } from '#src/ui/hooks/useNextPage.ts'
import styles from './FileBrowser.module.css'
import { FileGallery } from './FileGallery.tsx'
import { fileGroups, filteredGroups, groupOf, sortedGroups, typeCounts } from './fileGroups.ts'
import { FileList } from './FileList.tsx'
import type { FilePlaces } from './FilePlaces.ts'
import { FilePreview } from '../previews/FilePreview.tsx'
import { FileToolbar } from './FileToolbar.tsx'

type Props = {
  /** The files loaded so far, oldest first; at least one. */
  readonly files: readonly RunFile[]
  /** The total number of files. */
  readonly total: number
  readonly pages: FurtherPages
  readonly as: 'gallery' | 'list'
  readonly onAs: (as: 'gallery' | 'list') => void
  readonly filter: FileFilter
  readonly onFilter: (filter: FileFilter) => void
  readonly order: FileOrder
  readonly onOrder: (order: FileOrder) => void
  readonly chosen: FileId | undefined
  readonly onChoose: (file_id: FileId) => void
  /** Closes the preview; undefined if there always is one. */
  readonly onClose: (() => void) | undefined
  /** `beside`: next to a wide list, or over a narrow one; `below`: under the list. */
  readonly preview: 'beside' | 'below'
  readonly places: FilePlaces
  readonly zipUrl: string
}

/** Browses files as a gallery or a list, with a preview of the chosen one. */
export function FileBrowser(props: Props) {
  const { files, total, pages, as, filter, onFilter, order, onOrder, chosen, onChoose, onClose, places } = props
  const groups = useMemo(() => fileGroups(files), [files])
  const types = useMemo(() => typeCounts(groups), [groups])
  const shown = useMemo(() => sortedGroups(filteredGroups(groups, filter), order), [groups, filter, order])
  const group = groupOf(groups, chosen)
  const file = group?.versions.find(({ file_id }) => file_id === chosen)
  const list = { groups: shown, chosen: group, onChoose, places }
  return (
    <div className={styles['browser']}>
      <FileToolbar
        as={as}
        onAs={props.onAs}
        filter={filter}
        onFilter={onFilter}
        types={types}
        order={order}
        onOrder={onOrder}
        status={statusInWords(groups.length, shown.length, files.length, total)}
        zipUrl={files.some(({ has_content }) => has_content) ? props.zipUrl : undefined}
      />
      {pages.isFetchNextPageError && (
        <p className={styles['interrupted']} role="alert">
          Only {formatCount(files.length)} of {plural(total, 'file')} could be loaded.{' '}
          <TextButton onClick={() => void pages.fetchNextPage()}>Try again</TextButton>
        </p>
      )}
      <div className={styles['parts']} data-preview={chosen === undefined ? 'none' : props.preview}>
        <div className={styles['list']}>
          {shown.length === 0 ? (
            <Notice
              title="No matching files."
              action={{ label: 'Clear filter', onClick: () => onFilter({ text: '', type: undefined }) }}
            />
          ) : as === 'gallery' ? (
            <FileGallery {...list} />
          ) : (
            <FileList {...list} order={order} onOrder={onOrder} />
          )}
        </div>
        {group && file && (
          <FilePreview
            key={group.path}
            file={file}
            versions={group.versions}
            onChoose={onChoose}
            onClose={onClose}
            places={places}
            heading={props.preview === 'beside' ? 'h2' : 'h3'}
          />
        )}
        {chosen !== undefined && !file && (
          <div className={styles['missing']}>
            {pages.hasNextPage ? (
              <Notice title="Looking for the linked file…" />
            ) : (
              <Notice
                title="The linked file is not in this list."
                {...(onClose && { action: { label: 'Show all files', onClick: onClose } })}
              />
            )}
          </div>
        )}
      </div>
    </div>
  )
}

/** `31 files`, `31 files, 27 paths`, `4 of 27 paths`, and the loading progress. */
function statusInWords(paths: number, shown: number, read: number, total: number): string {
  const reading = read < total ? `, ${formatCount(read)} loaded` : ''
  const all = paths === read ? '' : `, ${plural(paths, 'path')}`
  if (shown < paths) return `${formatCount(shown)} of ${plural(paths, 'path')} (${plural(total, 'file')}${reading})`
  return plural(total, 'file') + all + reading
}
