import type { JsonValue } from '#contract/json.ts'

/** A notebook for display: cells from top to bottom, each with its outputs. */
export type Notebook = {
  /** The language of the code cells; undefined if not recorded. */
  readonly language: string | undefined
  readonly cells: readonly NotebookCell[]
}

export type NotebookCell =
  | { readonly kind: 'markdown' | 'raw'; readonly source: string }
  | {
      readonly kind: 'code'
      readonly source: string
      /** Undefined if it was never executed. */
      readonly count: number | undefined
      readonly outputs: readonly NotebookOutput[]
    }

export type NotebookOutput =
  | { readonly kind: 'terminal' | 'text' | 'markdown'; readonly text: string }
  /** HTML written by an agent; only its source is shown. */
  | { readonly kind: 'html'; readonly text: string }
  /** The data URL of an image embedded in the notebook, for `<img src>`. */
  | { readonly kind: 'image'; readonly src: string; readonly media: string }
  | { readonly kind: 'json'; readonly value: JsonValue }

type Fields = { readonly [name: string]: JsonValue }

/** A larger image, in base64 characters, is mentioned instead of rendered. */
const IMAGE_CHARS_MAX = 16_000_000
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/

/** Parses nbformat 4 leniently: cells of another shape are skipped. Undefined if the value is not a notebook. */
export function readNotebook(value: JsonValue): Notebook | undefined {
  const cells = listIn(value, 'cells')
  if (!cells) return undefined
  const metadata = fieldIn(value, 'metadata')
  return {
    language: textIn(fieldIn(metadata, 'language_info'), 'name') ?? textIn(fieldIn(metadata, 'kernelspec'), 'language'),
    cells: cells.flatMap((cell) => cellOf(cell) ?? []),
  }
}

function cellOf(cell: JsonValue): NotebookCell | undefined {
  const source = linesIn(cell, 'source') ?? ''
  switch (textIn(cell, 'cell_type')) {
    case 'markdown':
      return { kind: 'markdown', source }
    case 'raw':
      return { kind: 'raw', source }
    case 'code': {
      const count = fieldIn(cell, 'execution_count')
      return {
        kind: 'code',
        source,
        count: typeof count === 'number' ? count : undefined,
        outputs: (listIn(cell, 'outputs') ?? []).flatMap(outputsOf),
      }
    }
    case undefined:
    default:
      return undefined
  }
}

function outputsOf(output: JsonValue): readonly NotebookOutput[] {
  switch (textIn(output, 'output_type')) {
    case 'stream':
      return [{ kind: 'terminal', text: linesIn(output, 'text') ?? '' }]
    case 'error': {
      const traceback = linesIn(output, 'traceback', '\n')
      return [
        {
          kind: 'terminal',
          text: traceback || `${textIn(output, 'ename') ?? 'Error'}: ${textIn(output, 'evalue') ?? ''}`,
        },
      ]
    }
    case 'display_data':
    case 'execute_result':
      return richest(fieldIn(output, 'data'))
    case undefined:
    default:
      return []
  }
}

/** Of the formats of one result, the richest that executes nothing. */
function richest(data: JsonValue | undefined): readonly NotebookOutput[] {
  for (const media of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    const base64 = linesIn(data, media)
    if (base64 !== undefined && base64.length <= IMAGE_CHARS_MAX && BASE64.test(base64))
      return [{ kind: 'image', media, src: `data:${media};base64,${base64.replace(/\s/g, '')}` }]
  }
  const svg = linesIn(data, 'image/svg+xml')
  // In an <img>, scripts do not run and links are not followed.
  if (svg !== undefined)
    return [
      { kind: 'image', media: 'image/svg+xml', src: `data:image/svg+xml,${encodeURIComponent(svg.toWellFormed())}` },
    ]
  const markdown = linesIn(data, 'text/markdown')
  if (markdown !== undefined) return [{ kind: 'markdown', text: markdown }]
  const json = fieldIn(data, 'application/json')
  if (json !== undefined) return [{ kind: 'json', value: json }]
  const plain = linesIn(data, 'text/plain')
  const html = linesIn(data, 'text/html')
  const outputs: NotebookOutput[] = []
  if (plain !== undefined) outputs.push({ kind: 'text', text: plain })
  if (html !== undefined) outputs.push({ kind: 'html', text: html })
  return outputs
}

const fieldsOf = (value: JsonValue | undefined): Fields | undefined =>
  value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value)
    ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Array.isArray` does not distinguish readonly arrays from other objects
      (value as Fields)
    : undefined

function fieldIn(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const fields = fieldsOf(value)
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined
}

function textIn(value: JsonValue | undefined, name: string): string | undefined {
  const field = fieldIn(value, name)
  return typeof field === 'string' ? field : undefined
}

function listIn(value: JsonValue | undefined, name: string): readonly JsonValue[] | undefined {
  const field = fieldIn(value, name)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Array.isArray` narrows to any[]
  return Array.isArray(field) ? (field as readonly JsonValue[]) : undefined
}

/** Texts are stored as one string or as a list of lines. */
function linesIn(value: JsonValue | undefined, name: string, joint = ''): string | undefined {
  return (
    textIn(value, name) ??
    listIn(value, name)
      ?.filter((line) => typeof line === 'string')
      .join(joint)
  )
}
