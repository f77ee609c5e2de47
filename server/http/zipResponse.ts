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
  /** Name of the archive. */
  readonly name: string
  /** The files, by pages. Rejects where a row is not of the asked scope, and with it the whole archive. */
  readonly list: (page: PageRequest) => Promise<Slice<RunFile>>
  readonly read: (file: RunFile, start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

const NOTHING_RECORDED = 'There is nothing to download: there are no files, or none has recorded content.'

/**
 * An archive of all files whose bytes are recorded, made while it is sent: a page of rows and one piece of one file are
 * in memory at a time. Its length is not told before, so a reading that fails in the middle breaks the connection, and
 * no archive that lacks files can look whole.
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

/** The archive, begun when somebody reads it: on HEAD nobody does. */
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
        // The library throws the reason into its source, from where it comes back as if something had failed.
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
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one begins
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

/** What a zip can hold lies between 1980 and 2107 and has no zone: it is UTC here, wherever the server stands. */
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
