import { UnstyledButton } from '@mantine/core'
import {
  FileChartColumn,
  FileCode,
  FileImage,
  FileText,
  FileSpreadsheet,
  FileQuestionMark,
  type LucideIcon,
} from 'lucide-react'
import type { RunFile } from '#contract/entities.ts'
import type { NodeRef } from '#contract/ids.ts'
import { formatBytes, shortId, spoken } from '#src/lib/format.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Moment } from '#src/ui/Moment.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import styles from './FilesPanel.module.css'
import { previewKind, type PreviewKind } from './previewKind.ts'

const ICONS: Readonly<Record<PreviewKind['kind'], LucideIcon>> = {
  image: FileImage,
  markdown: FileText,
  table: FileSpreadsheet,
  json: FileCode,
  code: FileCode,
  text: FileText,
  none: FileQuestionMark,
}

type Props = {
  readonly nodeRef: NodeRef
  readonly file: RunFile
  readonly isShown: boolean
  readonly onShow: () => void
}

/** One file of the list: a click shows it, and the event that made it is one more away. */
export function FileItem({ nodeRef, file, isShown, onShow }: Props) {
  const openEvent = useNavigation((state) => state.openEvent)
  const Icon = file.file_type === 'plot' ? FileChartColumn : ICONS[previewKind(file).kind]
  const { event_id } = file
  return (
    <li className={styles['item']} data-shown={isShown || undefined}>
      <UnstyledButton className={styles['open']} aria-current={isShown || undefined} onClick={onShow}>
        <Icon size={15} aria-hidden />
        <span className={styles['path']} title={visibleText(file.file_path)}>
          {visibleText(file.file_path) || 'unnamed file'}
        </span>
        <span className={styles['facts']}>
          <span>{visibleText(spoken(file.file_type))}</span>
          <span>{file.has_content || file.size_bytes !== null ? formatBytes(file.size_bytes) : 'not stored'}</span>
          <Moment at={file.created_at} form="minute" />
        </span>
      </UnstyledButton>
      {event_id !== null && (
        <UnstyledButton
          className={styles['maker']}
          title={`Show the event that made this file: ${visibleText(event_id)}`}
          onClick={() => openEvent(nodeRef, event_id)}
        >
          by event <span className={styles['makerId']}>{visibleText(shortId(event_id))}</span>
        </UnstyledButton>
      )}
    </li>
  )
}
