import type { RunFile } from '#contract/entities.ts'

export type FileText =
  /** Bytes that are no text, whatever the name says. */
  { readonly kind: 'binary' } | { readonly kind: 'text'; readonly text: string; readonly isWhole: boolean }

/** The head of a file as text. A character that the end of the head cuts in two is left out. */
export function fileText(head: Uint8Array<ArrayBuffer>, file: Pick<RunFile, 'size_bytes'>, headMax: number): FileText {
  if (head.includes(0)) return { kind: 'binary' }
  const isWhole = file.size_bytes === null ? head.length < headMax : head.length >= file.size_bytes
  return { kind: 'text', text: new TextDecoder().decode(head, { stream: !isWhole }), isWhole }
}
