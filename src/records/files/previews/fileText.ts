import type { RunFile } from '#contract/entities.ts'

export type FileText =
  /** The bytes are not text, whatever the file name. */
  { readonly kind: 'binary' } | { readonly kind: 'text'; readonly text: string; readonly isWhole: boolean }

/** Decodes the beginning of a file as text. A character split at the end is dropped. */
export function fileText(head: Uint8Array<ArrayBuffer>, file: Pick<RunFile, 'size_bytes'>, headMax: number): FileText {
  if (head.includes(0)) return { kind: 'binary' }
  const isWhole = file.size_bytes === null ? head.length < headMax : head.length >= file.size_bytes
  return { kind: 'text', text: new TextDecoder().decode(head, { stream: !isWhole }), isWhole }
}
