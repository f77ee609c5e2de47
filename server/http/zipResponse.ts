import type { RunFile } from '#contract/entities.ts'
import { PAGE_LIMIT_MAX } from '#contract/queries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { Keyset, PageRequest, Slice } from '#server/store/ports/page.ts'
import { makeZip } from 'client-zip'
import { attachment } from './contentDisposition.ts'
import { type Refusal, refuse } from './context.ts'
import { contentStream, FILE_CSP } from './fileResponse.ts'
import { ZipNames } from './ZipNames.ts'

export type ZipSource = {
  /** File name of the archive. */
  readonly name: string
  /** The files, page by page. Rejects, and so fails the whole archive, if a row is outside the requested scope. */
  readonly list: (page: PageRequest) => Promise<Slice<RunFile>>
  readonly read: (file: RunFile, start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

const NOTHING_RECORDED = 'There is nothing to download: there are no files, or none has recorded content.'

/**
 * An archive of all files with recorded bytes, built while it is sent: only one page of rows and one chunk of one file
 * are in memory at a time. Its length is not declared in advance, so a read error midway breaks the connection, and an
 * incomplete archive cannot look complete.
 */
export async function zipResponse(source: ZipSource): Promise<Response | Refusal> {
  if (!(await hasRecordedFile(source))) return refuse('not_found', NOTHING_RECORDED)
  const headers = {
    'cache-control': 'private, no-store',
    'content-disposition': attachment(source.name),
    'content-security-policy': FILE_CSP,
    'content-type': 'application/zip',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
  return new Response(zipStream(source), { headers })
}

/** The archive, started by the first read: a HEAD request never reads it. */
function zipStream(source: ZipSource): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  return new ReadableStream(
    {
      async pull(controller) {
        reader ??= makeZip(entriesOf(source)).getReader()
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel(reason) {
        // The library throws the reason into its source, from where it returns as if something had failed.
        await reader?.cancel(reason).catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function hasRecordedFile({ list }: ZipSource): Promise<boolean> {
  for await (const file of everyFile(list)) if (isRecorded(file)) return true
  return false
}

async function* entriesOf({ list, read }: ZipSource) {
  const names = new ZipNames()
  const missing: string[] = []
  for await (const file of everyFile(list)) {
    if (!isRecorded(file)) missing.push(file.file_path)
    else
      yield {
        name: names.take(file.file_path),
        lastModified: zipTime(file.created_at),
        size: file.size_bytes,
        input: contentStream((start, end) => read(file, start, end), 0, file.size_bytes),
      }
  }
  if (missing.length > 0)
    yield { name: names.take('NOT-RECORDED.txt'), lastModified: zipTime(null), input: notRecorded(missing) }
}

async function* everyFile(list: ZipSource['list']): AsyncGenerator<RunFile> {
  let after: Keyset | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page says where the next one begins
    const slice = await list({ limit: PAGE_LIMIT_MAX, after })
    yield* slice.rows
    after = slice.next
  } while (after)
}

const isRecorded = (file: RunFile): file is RunFile & { readonly size_bytes: number } =>
  file.has_content && file.size_bytes !== null

const notRecorded = (paths: readonly string[]): string =>
  [
    'The content of these files was not recorded, only that they exist.',
    '',
    ...paths.map((path) => path.toWellFormed().replace(/\p{Cc}/gu, '\ufffd')),
    '',
  ].join('\n')

/** Zip times range from 1980 to 2107 and have no time zone. This uses UTC, wherever the server is. */
function zipTime(moment: Timestamp | null): Date {
  const utc = new Date(moment ?? 0)
  const year = utc.getUTCFullYear()
  if (!(year >= 1980 && year <= 2107)) return new Date(1980, 0, 1)
  return new Date(
    year,
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  )
}
