import type { JsonValue } from '#contract/json.ts'

/** A notebook as it is shown: cells from top to bottom, each with what it printed. */
export type Notebook = {
  /** Of the code cells; undefined where the notebook does not say. */
  readonly language: string | undefined
  readonly cells: readonly NotebookCell[]
}

export type NotebookCell =
  | { readonly kind: 'markdown' | 'raw'; readonly source: string }
  | {
      readonly kind: 'code'
      readonly source: string
      /** Undefined where it was never run. */
      readonly count: number | undefined
      readonly outputs: readonly NotebookOutput[]
    }

export type NotebookOutput =
  | { readonly kind: 'terminal' | 'text' | 'markdown'; readonly text: string }
  /** HTML that an agent wrote: its source, which is all that is shown of it. */
  | { readonly kind: 'html'; readonly text: string }
  /** The address of an image that lies in the notebook itself, for `<img src>`. */
  | { readonly kind: 'image'; readonly src: string; readonly media: string }
  | { readonly kind: 'json'; readonly value: JsonValue }

type Fields = { readonly [name: string]: JsonValue }

/** Characters of an image in base64 beyond which it is told instead of drawn. */
const IMAGE_CHARS_MAX = 16_000_000
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/

/** Reads nbformat 4, forgivingly: what has another shape is left out cell by cell. Undefined where the value is no notebook at all. */
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

/** Of the forms in which one result is given, the one that says most and runs nothing. */
function richest(data: JsonValue | undefined): readonly NotebookOutput[] {
  for (const media of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    const base64 = linesIn(data, media)
    if (base64 !== undefined && base64.length <= IMAGE_CHARS_MAX && BASE64.test(base64))
      return [{ kind: 'image', media, src: `data:${media};base64,${base64.replace(/\s/g, '')}` }]
  }
  const svg = linesIn(data, 'image/svg+xml')
  // Within an <img> a script in it does not run, and an address in it is not followed.
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
    ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Array.isArray` does not tell readonly arrays from other objects
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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Array.isArray` makes it a list of any
  return Array.isArray(field) ? (field as readonly JsonValue[]) : undefined
}

/** Texts are kept as one string or as a list of lines. */
function linesIn(value: JsonValue | undefined, name: string, joint = ''): string | undefined {
  return (
    textIn(value, name) ??
    listIn(value, name)
      ?.filter((line) => typeof line === 'string')
      .join(joint)
  )
}
