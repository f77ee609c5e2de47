const UNKNOWN = 'application/octet-stream'
const TEXT = 'text/plain; charset=utf-8'

/** Number of leading bytes that `mediaType` needs. */
export const SNIFF_BYTES = 512

const starts = (magic: readonly number[]) => (head: Uint8Array) => magic.every((byte, i) => head[i] === byte)
const ascii = (text: string) => Array.from(text, (char) => char.charCodeAt(0))

const png = { type: 'image/png', fits: starts([0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]) }
const jpeg = { type: 'image/jpeg', fits: starts([0xff, 0xd8, 0xff]) }
const gif = { type: 'image/gif', fits: starts(ascii('GIF8')) }
const webp = {
  type: 'image/webp',
  fits: (head: Uint8Array) => starts(ascii('RIFF'))(head) && starts(ascii('WEBP'))(head.subarray(8)),
}
const svg = {
  type: 'image/svg+xml',
  fits: (head: Uint8Array) => /^\ufeff?\s*<(?:svg|\?xml|!--|!DOCTYPE svg)/i.test(utf8(head) ?? ''),
}
const text = { type: TEXT, fits: (head: Uint8Array) => utf8(head)?.includes('\u0000') === false }

const TEXTS = 'txt md markdown log csv tsv json jsonl ndjson yaml yml toml ini cfg py r jl sql sh tex rst diff patch'
const KINDS: ReadonlyMap<string, { readonly type: string; readonly fits: (head: Uint8Array) => boolean }> = new Map([
  ['png', png],
  ['jpg', jpeg],
  ['jpeg', jpeg],
  ['gif', gif],
  ['webp', webp],
  ['svg', svg],
  ...TEXTS.split(' ').map((extension) => [extension, text] as const),
])

/**
 * The media type that a file is served with: one of a short list, and only if both name and first bytes match.
 * Everything else is `application/octet-stream`, above all HTML and scripts, which agents write and no browser may run.
 */
export function mediaType(filePath: string, head: Uint8Array): string {
  const kind = KINDS.get(/\.([a-z0-9]+)$/i.exec(filePath)?.[1]?.toLowerCase() ?? '')
  return kind?.fits(head) ? kind.type : UNKNOWN
}

/** Undefined if the bytes are not UTF-8. A character split by the cut at the end is tolerated. */
function utf8(head: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head, { stream: true })
  } catch {
    return undefined
  }
}
