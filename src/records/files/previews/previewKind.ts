import type { RunFile } from '#contract/entities.ts'

/** How a file is shown. HTML is shown as source, never rendered. */
export type PreviewKind =
  | { readonly kind: 'image' }
  | { readonly kind: 'markdown' }
  | { readonly kind: 'table'; readonly delimiter: ',' | '\t' }
  | { readonly kind: 'json' }
  | { readonly kind: 'notebook' }
  | { readonly kind: 'pdf' }
  | { readonly kind: 'html' }
  | { readonly kind: 'code'; readonly language: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'none' }

const IMAGES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg'])
const TEXTS = new Set(['txt', 'log', 'out', 'err', 'text', 'jsonl', 'ndjson', 'rst', 'env', 'lock'])
const LANGUAGES = new Map([
  ['py', 'python'],
  ['js', 'javascript'],
  ['mjs', 'javascript'],
  ['jsx', 'javascript'],
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['sh', 'bash'],
  ['bash', 'bash'],
  ['sql', 'sql'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'ini'],
  ['ini', 'ini'],
  ['cfg', 'ini'],
  ['xml', 'xml'],
  ['css', 'css'],
  ['c', 'c'],
  ['h', 'c'],
  ['cpp', 'cpp'],
  ['rs', 'rust'],
  ['go', 'go'],
  ['java', 'java'],
  ['r', 'r'],
  ['rb', 'ruby'],
  ['diff', 'diff'],
  ['patch', 'diff'],
])
/** The recorded types of text files, for files without a known extension. */
const TEXT_TYPES = new Set(['plan', 'code', 'log', 'report'])

export function previewKind({ file_path, file_type }: Pick<RunFile, 'file_path' | 'file_type'>): PreviewKind {
  const extension = extensionOf(file_path)
  if (IMAGES.has(extension)) return { kind: 'image' }
  if (extension === 'md' || extension === 'markdown') return { kind: 'markdown' }
  if (extension === 'csv') return { kind: 'table', delimiter: ',' }
  if (extension === 'tsv') return { kind: 'table', delimiter: '\t' }
  if (extension === 'json' || extension === 'geojson') return { kind: 'json' }
  if (extension === 'ipynb') return { kind: 'notebook' }
  if (extension === 'pdf') return { kind: 'pdf' }
  if (extension === 'html' || extension === 'htm' || extension === 'xhtml') return { kind: 'html' }
  const language = LANGUAGES.get(extension)
  if (language !== undefined) return { kind: 'code', language }
  if (TEXTS.has(extension)) return { kind: 'text' }
  if (extension === '' && TEXT_TYPES.has(file_type)) return { kind: 'text' }
  return { kind: 'none' }
}

/** The last part of a path with slashes or backslashes, or a placeholder if it is empty. */
export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) || path || 'unnamed file'

function extensionOf(path: string): string {
  const name = fileName(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}
