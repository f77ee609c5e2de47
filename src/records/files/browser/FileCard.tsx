import { UnstyledButton } from '@mantine/core'
import { formatBytes, plural, spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './FileCard.module.css'
import type { FileGroup } from './fileGroups.ts'
import type { FilePlaces } from './FilePlaces.ts'
import { FileThumbnail } from './FileThumbnail.tsx'
import { MadeBy } from './MadeBy.tsx'
import { fileName } from '../previews/previewKind.ts'

type Props = {
  readonly group: FileGroup
  readonly index: number
  readonly count: number
  readonly isShown: boolean
  readonly isActive: boolean
  readonly onShow: () => void
  readonly places: FilePlaces
}

/** One path of the gallery: its thumbnail, name, facts and producer. */
export function FileCard({ group, index, count, isShown, isActive, onShow, places }: Props) {
  const { path, versions, latest } = group
  return (
    <div
      role="listitem"
      aria-setsize={count}
      aria-posinset={index + 1}
      className={styles['card']}
      data-shown={isShown || undefined}
    >
      <UnstyledButton
        className={styles['open']}
        data-card={index}
        tabIndex={isActive ? 0 : -1}
        aria-current={isShown || undefined}
        title={visibleText(path)}
        onClick={onShow}
      >
        <span className={styles['thumbnail']}>
          <FileThumbnail file={latest} />
        </span>
        <bdi className={styles['name']}>{visibleText(fileName(path))}</bdi>
        <span className={styles['facts']}>
          <span>{visibleText(spoken(latest.file_type))}</span>
          <span>{latest.has_content ? formatBytes(latest.size_bytes) : 'no content'}</span>
          {versions.length > 1 && <span className={styles['versions']}>{plural(versions.length, 'version')}</span>}
        </span>
      </UnstyledButton>
      <span className={styles['made']}>
        <MadeBy file={latest} places={places} isReachable={isActive} />
      </span>
    </div>
  )
}
