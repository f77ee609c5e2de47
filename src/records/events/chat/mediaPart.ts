import type { JsonObject } from '#contract/json.ts'
import type { ChatPart } from './ChatPart.ts'
import { FieldReader, isObject } from './FieldReader.ts'

const IMAGE = /^(?:image|image_url|input_image)$/
const MEDIA = /^(?:file|input_file|document|blob|uri|file_data|media|audio|input_audio|video)$/
const DATA = ['data', 'bytes', 'content', 'file_data', 'base64'] as const
const ADDRESS = ['url', 'uri', 'image_url', 'fileUri', 'file_uri', 'file_id', 'file_url'] as const
const TYPE = ['mime_type', 'mimeType', 'media_type', 'mediaType', 'format'] as const
/** Objects that hold the address or the data of a part. */
const HOLDERS = [
  'image_url',
  'source',
  'image',
  'file',
  'inlineData',
  'inline_data',
  'fileData',
  'input_audio',
  'document',
]

/** An image or a file as a part; undefined if `part` is neither, or says neither where it is nor what is in it. */
export function mediaPart(part: JsonObject, type: string): readonly ChatPart[] | undefined {
  const holder = HOLDERS.find((name) => isObject(part[name]))
  if (!IMAGE.test(type) && !MEDIA.test(type) && holder === undefined) return undefined
  const fields = new FieldReader(part)
  fields.take('type')
  const found = addressIn(fields, IMAGE.test(type) ? 'image/*' : undefined)
  if (found === undefined) return undefined
  const isImage = IMAGE.test(type) || holder === 'image' || holder === 'image_url' || found.mime?.startsWith('image')
  const name = fields.takeText('name', 'filename', 'file_name') ?? (found.mime === 'image/*' ? undefined : found.mime)
  const rest = fields.rest()
  return [
    { kind: isImage ? 'image' : 'file', name, address: found.address },
    ...(rest ? [{ kind: 'rest' as const, value: rest }] : []),
  ]
}

type Found = { readonly address: string; readonly mime: string | undefined }

/** Takes the address or the data, from the part or from the objects in it that hold them. */
function addressIn(fields: FieldReader, assumed: string | undefined): Found | undefined {
  const said = fields.takeText(...TYPE)
  const mime = said === undefined || said.includes('/') ? (said ?? assumed) : `image/${said}`
  const address = fields.takeText(...ADDRESS)
  if (address !== undefined) return { address, mime }
  const data = fields.takeText(...DATA) ?? fields.takeText('image', 'file')
  if (data !== undefined) return { address: dataAddress(data, mime), mime }
  for (const name of HOLDERS) {
    const value = fields.peek(name)
    if (!isObject(value)) continue
    const inner = new FieldReader(value)
    const found = addressIn(inner, mime ?? assumed)
    if (found === undefined) continue
    fields.take(name)
    // Only fields that carry no content are left behind, such as `detail` or the kind of source.
    const rest = inner.rest()
    if (rest) fields.put(name, rest)
    return found
  }
  return undefined
}

/** Base64 as a data: URL; what is an address already stays. */
const dataAddress = (data: string, mime: string | undefined): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(data)
    ? data
    : `data:${mime === undefined || mime === 'image/*' ? 'image/png' : mime};base64,${data}`
