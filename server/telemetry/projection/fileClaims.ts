import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { FileClaim } from './AgentSpan.ts'
import { isList, isObject, numberAt, textAt } from './attributes.ts'

const DATA_URL = /^data:([^;,]+)?(?:;[^;,]+)*;base64,/

/**
 * Finds files in message parts: GenAI's `blob`, `uri` and `file`, the AI SDK's `file`, and images with a data URL.
 */
export function filesInMessages(value: JsonValue | undefined): readonly FileClaim[] {
  const found: FileClaim[] = []
  walk(value, (item) => {
    const file = partFile(item) ?? dataUrlFile(item)
    if (file) found.push(file)
    return file === undefined
  })
  return found
}

/** Finds files that a tool result contains or refers to. */
export function filesInResult(value: JsonValue | undefined): readonly FileClaim[] {
  const found: FileClaim[] = []
  walk(value, (item, key) => {
    const file = partFile(item) ?? dataUrlFile(item) ?? namedFile(item) ?? listedFile(item, key)
    if (file) found.push(file)
    return file === undefined
  })
  return found
}

/** Visits values depth first; `visit` returns whether to descend. The depth was limited when the JSON was parsed. */
function walk(value: JsonValue | undefined, visit: (item: JsonValue, key: string) => boolean, key = ''): void {
  if (value === undefined || value === null || !visit(value, key)) return
  if (isList(value)) for (const item of value) walk(item, visit, key)
  else if (isObject(value)) for (const [name, item] of Object.entries(value)) walk(item, visit, name)
}

function partFile(item: JsonValue): FileClaim | undefined {
  if (!isObject(item)) return undefined
  const type = item['type']
  if (type !== 'blob' && type !== 'uri' && type !== 'file' && type !== 'image') return undefined
  const mime = textAt(item, 'mime_type', 'mediaType', 'mimeType', 'media_type')
  const name = textAt(item, 'name', 'filename', 'file_name', 'title')
  const data = textAt(item, 'content', 'base64', 'base64Data', 'data')
  const url = textAt(item, 'uri', 'url', 'file_id', 'image')
  for (const text of [data, url]) {
    const inline = text === undefined ? undefined : dataUrlFile(text)
    if (inline) return { ...inline, name, mime: mime ?? inline.mime }
  }
  if (data !== undefined) return { name, mime, base64: data }
  return url === undefined ? undefined : { name, mime, uri: url }
}

function dataUrlFile(item: JsonValue): FileClaim | undefined {
  if (typeof item !== 'string' || !item.startsWith('data:')) return undefined
  const match = DATA_URL.exec(item)
  return match ? { mime: match[1], base64: item.slice(match[0].length) } : undefined
}

const PATHS = ['file_path', 'filePath', 'filename', 'file_name', 'output_file', 'output_path', 'saved_to', 'saved_path']

/** An object with the location of a file, possibly with its content. */
function namedFile(item: JsonValue): FileClaim | undefined {
  if (!isObject(item)) return undefined
  const uri = textAt(item, ...PATHS)
  return uri === undefined ? undefined : described(item, uri)
}

/** In a list of files, an item may use any key for its path, or be the path itself. */
function listedFile(item: JsonValue, key: string): FileClaim | undefined {
  if (!/^(files|artifacts|attachments|output_files|generated_files)$/.test(key)) return undefined
  if (typeof item === 'string') return { uri: item }
  if (!isObject(item)) return undefined
  const uri = textAt(item, 'path', 'name', 'uri', 'url', 'id')
  return uri === undefined ? undefined : described(item, uri)
}

function described(item: JsonObject, uri: string): FileClaim {
  const mime = textAt(item, 'mime_type', 'mimeType', 'mediaType', 'media_type', 'content_type')
  const content = textAt(item, 'content', 'text')
  const isText = mime === undefined || /^text\/|json|xml|javascript|csv|markdown/.test(mime)
  // An image's content is never text, whatever the field is called.
  const base64 = textAt(item, 'base64', 'content_base64', 'data') ?? (isText ? undefined : content)
  return {
    uri,
    name: uri,
    mime,
    base64,
    text: base64 === undefined ? content : undefined,
    size: numberAt(item, 'size_bytes', 'size', 'bytes'),
  }
}
