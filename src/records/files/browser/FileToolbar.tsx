import { FILE_ORDERS, type FileFilter, type FileOrder } from '#src/lib/fileFilter.ts'
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { Download, LayoutGrid, List } from 'lucide-react'
import type { ReactNode } from 'react'
import { spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './FileToolbar.module.css'

type Props = {
  readonly as: 'gallery' | 'list'
  readonly onAs: (as: 'gallery' | 'list') => void
  readonly filter: FileFilter
  readonly onFilter: (filter: FileFilter) => void
  readonly types: readonly (readonly [string, number])[]
  readonly order: FileOrder
  readonly onOrder: (order: FileOrder) => void
  /** The number of files and of paths. */
  readonly status: ReactNode
  /** Undefined if no file has recorded content. */
  readonly zipUrl: string | undefined
}

/**
 * Filter, sort order, view mode and the download of all files. The list sorts by its headers, so it needs no sort
 * menu.
 */
export function FileToolbar({ as, onAs, filter, onFilter, types, order, onOrder, status, zipUrl }: Props) {
  return (
    <div className={styles['toolbar']}>
      <TextInput
        size="xs"
        className={styles['filter'] ?? ''}
        aria-label="Filter files by path"
        placeholder="Filter by path"
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label="File type"
        value={filter.type ?? ''}
        onChange={(event) => onFilter({ ...filter, type: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: 'All types' },
          ...types.map(([type, count]) => ({ value: type, label: `${visibleText(spoken(type))} (${count})` })),
        ]}
      />
      {as === 'gallery' && (
        <NativeSelect
          size="xs"
          aria-label="Sort files"
          value={order.by}
          onChange={(event) => {
            const by = FILE_ORDERS.find((each) => each === event.currentTarget.value)
            if (by) onOrder({ by, direction: by === 'size' || by === 'time' ? 'descending' : 'ascending' })
          }}
          data={FILE_ORDERS.map((by) => ({ value: by, label: `by ${by}` }))}
        />
      )}
      <span className={styles['status']} role="status">
        {status}
      </span>
      <SegmentedControl
        size="xs"
        aria-label="File view"
        value={as}
        onChange={(value) => onAs(value === 'list' ? 'list' : 'gallery')}
        data={[
          { value: 'gallery', label: <ViewLabel Icon={LayoutGrid} word="Gallery" /> },
          { value: 'list', label: <ViewLabel Icon={List} word="List" /> },
        ]}
      />
      {zipUrl !== undefined && (
        <Button
          component="a"
          href={zipUrl}
          download
          size="compact-sm"
          variant="default"
          leftSection={<Download size={13} aria-hidden />}
          title="Download all recorded files as a zip archive"
        >
          All as zip
        </Button>
      )}
    </div>
  )
}

function ViewLabel({ Icon, word }: { readonly Icon: typeof List; readonly word: string }) {
  return (
    <span className={styles['view']}>
      <Icon size={13} aria-hidden />
      {word}
    </span>
  )
}
