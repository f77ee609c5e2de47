import { NativeSelect } from '@mantine/core'
import type { RunFile } from '#contract/entities.ts'
import type { FileId } from '#contract/ids.ts'
import { formatBytes, formatMinute } from '#src/lib/format.ts'
import styles from './VersionPicker.module.css'

type Props = {
  /** Oldest first. */
  readonly versions: readonly RunFile[]
  readonly shown: RunFile
  readonly compared: RunFile | undefined
  readonly onShow: (file_id: FileId) => void
  readonly onCompare: (file_id: FileId | undefined) => void
}

/** Chooses the version of a path to show, and the version to compare it with. */
export function VersionPicker({ versions, shown, compared, onShow, onCompare }: Props) {
  const options = versions
    .map((file, index) => ({ value: file.file_id, label: versionName(file, index, versions.length) }))
    .reverse()
  const idOf = (value: string) => versions.find(({ file_id }) => file_id === value)?.file_id
  return (
    <span className={styles['versions']}>
      <NativeSelect
        size="xs"
        className={styles['version'] ?? ''}
        aria-label="Version"
        value={shown.file_id}
        data={options}
        onChange={(event) => {
          const file_id = idOf(event.currentTarget.value)
          if (file_id !== undefined) onShow(file_id)
        }}
      />
      <NativeSelect
        size="xs"
        className={styles['compare'] ?? ''}
        aria-label="Compare with"
        value={compared?.file_id ?? ''}
        data={[{ value: '', label: 'Compare with…' }, ...options.filter(({ value }) => value !== shown.file_id)]}
        onChange={(event) => onCompare(idOf(event.currentTarget.value))}
      />
    </span>
  )
}

function versionName(file: RunFile, index: number, count: number): string {
  const when = file.created_at === null ? 'time unknown' : formatMinute(file.created_at)
  return `${index + 1} of ${count} · ${when}${file.size_bytes === null ? '' : ` · ${formatBytes(file.size_bytes)}`}`
}
