import { isoOf, nowMicros } from './clock.ts'
import type { EventReport } from './EventReport.ts'
import { plainObject } from './plainJson.ts'
import type { Reporter } from './Reporter.ts'

export type FileFields = {
  /** plan, code, data, plot, report, log or other. Default: derived from the file extension. */
  readonly type?: string
  readonly event?: EventReport
  readonly meta?: object
}

export type MessageFields = {
  readonly from?: string
  readonly to?: string
  readonly content: string
  readonly tokens?: number
  readonly event?: EventReport
  readonly meta?: object
}

/** The largest content that the server accepts. Of a larger file, only its existence and size are reported. */
const CONTENT_BYTES_MAX = 5 * 1024 * 1024

export function addFile(
  reporter: Reporter,
  node_id: string | undefined,
  path: string,
  content: string | Uint8Array | undefined,
  { type, event, meta = {} }: FileFields,
): void {
  const file_id = crypto.randomUUID()
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const isSent = bytes !== undefined && bytes.length <= CONTENT_BYTES_MAX
  reporter.add('files', file_id, {
    file_id,
    node_id,
    event_id: event?.event_id,
    file_path: path,
    file_type: type ?? typeOf(path),
    size_bytes: bytes?.length,
    created_at: isoOf(nowMicros()),
    meta: plainObject(meta),
    ...(isSent && (typeof content === 'string' ? { content_text: content } : { content_base64: base64(bytes) })),
  })
}

export function addMessage(reporter: Reporter, node_id: string | undefined, fields: MessageFields): void {
  const message_id = crypto.randomUUID()
  reporter.add('messages', message_id, {
    message_id,
    node_id,
    event_id: fields.event?.event_id,
    sender: fields.from,
    recipient: fields.to,
    content: fields.content,
    timestamp: isoOf(nowMicros()),
    tokens: fields.tokens,
    meta: plainObject(fields.meta ?? {}),
  })
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  code: ['py', 'js', 'ts', 'tsx', 'jsx', 'go', 'rs', 'java', 'c', 'cpp', 'sh', 'sql', 'rb'],
  data: ['json', 'jsonl', 'csv', 'tsv', 'parquet', 'xml', 'yaml', 'yml', 'xlsx'],
  plot: ['png', 'jpg', 'jpeg', 'svg', 'gif', 'webp'],
  report: ['md', 'txt', 'html', 'pdf', 'docx'],
  log: ['log'],
}

function typeOf(path: string): string {
  const ending = path.split('.').at(-1)?.toLowerCase() ?? ''
  return Object.keys(TYPES).find((type) => TYPES[type]?.includes(ending)) ?? 'other'
}

/** In chunks, because a call takes a limited number of arguments. */
function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}
