import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod/mini'

/**
 * Bodies that real exporters posted, each folder with what a person expects to see. `OTLP_CAPTURES` names another folder
 * of the same form, to hold further captures against the same rules.
 */
export const CAPTURES = process.env['OTLP_CAPTURES'] ?? join(import.meta.dirname, '../captures')

const Request = z.object({
  path: z.string(),
  file: z.string(),
  headers: z.record(z.string(), z.string()),
})
const Requests = z.array(Request)

export type CapturedBody = {
  readonly path: string
  readonly file: string
  readonly headers: Readonly<Record<string, string>>
  /** As it was posted, compressed or not. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly encoding: 'json' | 'protobuf' | 'other'
}

export type Capture = {
  /** `framework/scenario`. */
  readonly name: string
  /** In the order in which they came. */
  readonly bodies: readonly CapturedBody[]
  /** `expected.json`, unread. */
  readonly expected: unknown
}

export function readCaptures(): readonly Capture[] {
  return readdirSync(CAPTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((framework) =>
      readdirSync(join(CAPTURES, framework.name)).map((scenario) => readCapture(`${framework.name}/${scenario}`)),
    )
}

function readCapture(name: string): Capture {
  const folder = join(CAPTURES, name)
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  return {
    name,
    expected: json('expected.json'),
    bodies: z.parse(Requests, json('requests.json')).map(({ path, file, headers }) => ({
      path,
      file,
      headers,
      bytes: new Uint8Array(readFileSync(join(folder, file))),
      encoding: /\.json(\.gz)?$/.test(file) ? 'json' : /\.pb(\.gz)?$/.test(file) ? 'protobuf' : 'other',
    })),
  }
}

/** The bytes without compression. */
export const inflated = ({ file, bytes }: CapturedBody): Uint8Array<ArrayBuffer> =>
  file.endsWith('.gz') ? new Uint8Array(gunzipSync(bytes)) : bytes
