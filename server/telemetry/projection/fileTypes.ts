import type { FileType } from '#contract/words.ts'

/** By extension: the media type, and the file type in Runlens. */
const TYPES: readonly (readonly [string, string, FileType])[] = [
  ['png', 'image/png', 'plot'],
  ['jpg', 'image/jpeg', 'plot'],
  ['jpeg', 'image/jpeg', 'plot'],
  ['gif', 'image/gif', 'plot'],
  ['webp', 'image/webp', 'plot'],
  ['svg', 'image/svg+xml', 'plot'],
  ['csv', 'text/csv', 'data'],
  ['tsv', 'text/tab-separated-values', 'data'],
  ['json', 'application/json', 'data'],
  ['jsonl', 'application/jsonl', 'data'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'data'],
  ['parquet', 'application/vnd.apache.parquet', 'data'],
  ['py', 'text/x-python', 'code'],
  ['js', 'text/javascript', 'code'],
  ['ts', 'text/typescript', 'code'],
  ['sql', 'application/sql', 'code'],
  ['sh', 'application/x-sh', 'code'],
  ['md', 'text/markdown', 'report'],
  ['pdf', 'application/pdf', 'report'],
  ['html', 'text/html', 'report'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'report'],
  ['log', 'text/x-log', 'log'],
  ['txt', 'text/plain', 'other'],
  ['mp3', 'audio/mpeg', 'other'],
  ['wav', 'audio/wav', 'other'],
  ['mp4', 'video/mp4', 'other'],
]

const rowOfPath = (path: string) => {
  const extension = /\.([a-z0-9]+)(?:[?#].*)?$/i.exec(path)?.[1]?.toLowerCase()
  return TYPES.find(([name]) => name === extension)
}

const rowOfMime = (mime: string | undefined) =>
  TYPES.find(([, type]) => type === mime?.split(';')[0]?.trim().toLowerCase())

export const mimeOfPath = (path: string): string | undefined => rowOfPath(path)?.[1]

/** Including the dot; empty for an unknown media type. */
export const extensionOf = (mime: string | undefined): string => {
  const row = rowOfMime(mime)
  return row ? `.${row[0]}` : ''
}

export const fileTypeOf = (path: string, mime: string | undefined): FileType =>
  rowOfMime(mime)?.[2] ?? rowOfPath(path)?.[2] ?? (mime?.startsWith('image/') === true ? 'plot' : 'other')
