import type { RunFile } from '#contract/entities.ts'
import {
  FileChartColumn,
  FileCode,
  FileImage,
  FileQuestionMark,
  FileSpreadsheet,
  FileText,
  NotebookText,
  type LucideIcon,
} from 'lucide-react'
import { previewKind, type PreviewKind } from '../previews/previewKind.ts'

const ICONS: Readonly<Record<PreviewKind['kind'], LucideIcon>> = {
  image: FileImage,
  markdown: FileText,
  table: FileSpreadsheet,
  json: FileCode,
  notebook: NotebookText,
  code: FileCode,
  html: FileCode,
  pdf: FileText,
  text: FileText,
  none: FileQuestionMark,
}

/** The icon of a file that has no preview. */
export const fileToken = (file: Pick<RunFile, 'file_path' | 'file_type'>): { readonly Icon: LucideIcon } => ({
  Icon: file.file_type === 'plot' ? FileChartColumn : ICONS[previewKind(file).kind],
})
