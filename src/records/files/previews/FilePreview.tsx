import { ActionIcon, Button } from '@mantine/core'
import { Download, X } from 'lucide-react'
import { lazy, useState } from 'react'
import type { RunFile } from '#contract/entities.ts'
import type { FileId } from '#contract/ids.ts'
import { fileContentUrl } from '#src/api/fileQueries.ts'
import { formatBytes, spoken } from '#src/lib/format.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { Viewer } from '#src/ui/viewers/Viewer.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { FileContent } from './FileContent.tsx'
import type { FilePlaces } from '../browser/FilePlaces.ts'
import styles from './FilePreview.module.css'
import { MadeBy } from '../browser/MadeBy.tsx'
import { fileName } from './previewKind.ts'
import { VersionPicker } from '../versions/VersionPicker.tsx'

const VersionDiff = lazy(async () => ({ default: (await import('../versions/VersionDiff.tsx')).VersionDiff }))

type Props = {
  readonly file: RunFile
  /** Of the same path, oldest first, including `file`. */
  readonly versions: readonly RunFile[]
  readonly onChoose: (file_id: FileId) => void
  readonly onClose: (() => void) | undefined
  readonly places: FilePlaces
  /** One level below the heading of the enclosing page or dialog. */
  readonly heading: 'h2' | 'h3'
}

/** One file, shown by its kind: its versions, the diff of two of them, its producer, and the download. */
export function FilePreview({ file, versions, onChoose, onClose, places, heading: Heading }: Props) {
  const [comparedId, setComparedId] = useState<FileId>()
  const compared = versions.find(({ file_id }) => file_id === comparedId && file_id !== file.file_id)
  const name = visibleText(fileName(file.file_path))
  return (
    <section className={styles['preview']} aria-label={`Preview of ${name}`}>
      <header className={styles['head']}>
        <Heading className="ellipsis" title={visibleText(file.file_path)}>
          <bdi>{name}</bdi>
        </Heading>
        {versions.length > 1 && (
          <VersionPicker
            versions={versions}
            shown={file}
            compared={compared}
            onShow={onChoose}
            onCompare={setComparedId}
          />
        )}
        {file.has_content && (
          <Button
            component="a"
            href={fileContentUrl(file.run_id, file.file_id)}
            download={fileName(file.file_path)}
            size="compact-sm"
            variant="default"
            leftSection={<Download size={13} aria-hidden />}
          >
            Download
          </Button>
        )}
        {onClose && (
          <ActionIcon variant="subtle" color="gray" aria-label="Close preview" title="Close" onClick={onClose}>
            <X size={16} aria-hidden />
          </ActionIcon>
        )}
      </header>
      <p className={styles['facts']}>
        <span>{visibleText(spoken(file.file_type))}</span>
        <span>{file.has_content || file.size_bytes !== null ? formatBytes(file.size_bytes) : 'no content'}</span>
        <Moment at={file.created_at} form="minute" />
        <MadeBy file={file} places={places} />
      </p>
      <div
        className={styles['body']}
        role="region"
        aria-label={`Content of ${name}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard
        tabIndex={0}
      >
        {compared ? (
          <Viewer plainly={<FileContent file={file} />}>
            <VersionDiff {...inOrder(versions, file, compared)} />
          </Viewer>
        ) : (
          <FileContent key={file.file_id} file={file} />
        )}
      </div>
    </section>
  )
}

/** The older version is on the left, in whichever order they were chosen. */
function inOrder(versions: readonly RunFile[], a: RunFile, b: RunFile) {
  return versions.indexOf(a) < versions.indexOf(b) ? { older: a, newer: b } : { older: b, newer: a }
}
