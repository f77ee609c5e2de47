import { type DecodedSpans, OtlpDecodeError } from './otlp/DecodedSpans.ts'
import { Fields } from './otlp/Fields.ts'
import { parseOtlpJson } from './otlp/parseOtlpJson.ts'
import { spansOf } from './otlp/spansOf.ts'
import { otlpOfJaeger } from './otlpOfJaeger.ts'

/** The file has no known trace format. The message completes a sentence that says what it is instead. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError'
}

/** Maximum length of a document in characters, close to the maximum length of a JavaScript string. */
const DOCUMENT_MAX = 400_000_000

/**
 * Reads the spans of a trace file part by part, from text chunks of any size. Formats: OTLP/JSON as one object, as a
 * list, or as one object per line (as the Collector writes them), and Jaeger's export. A file of one object per line
 * is never held in memory as a whole. Throws `TraceFileError` before the first part if the format is unknown.
 */
export async function* readTraceFile(text: AsyncIterable<string>): AsyncGenerator<DecodedSpans> {
  const whole: string[] = []
  let length = 0
  // The first line decides: it is either a document of its own, or the beginning of a multi-line document.
  let form: 'unknown' | 'by line' | 'whole' = 'unknown'
  for await (const line of linesOf(text)) {
    if (line.trim() === '') continue
    if (form === 'by line') {
      yield decodeLine(line)
      continue
    }
    const first: unknown = form === 'unknown' ? parsed(line) : undefined
    form = first === undefined ? 'whole' : 'by line'
    if (first !== undefined) yield decodeOrThrow(first)
    else {
      whole.push(line)
      length += line.length
      if (length > DOCUMENT_MAX) throw tooLarge()
    }
  }
  if (form === 'by line') return
  const document = parsed(whole.join('\n'))
  if (document === undefined) throw new TraceFileError('is not JSON, or is truncated')
  yield decodeOrThrow(document)
}

const tooLarge = () => new TraceFileError('is too large for one document; write one OTLP object per line')

/** The lines of a chunked text. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = []
  let length = 0
  for await (const piece of text) {
    const [first = '', ...more] = piece.split('\n')
    begun.push(first)
    length += first.length
    if (length > DOCUMENT_MAX) throw tooLarge()
    for (const next of more) {
      yield begun.join('')
      begun = [next]
      length = next.length
    }
  }
  yield begun.join('')
}

function decodeOrThrow(document: unknown): DecodedSpans {
  const decoded = decodeDocument(document)
  if (decoded) return decoded
  throw new TraceFileError('is JSON but contains no traces: it has neither resourceSpans (OTLP) nor data (Jaeger)')
}

/** An unreadable line is skipped: a killed Collector leaves a partial last line. */
function decodeLine(line: string): DecodedSpans {
  const document = parsed(line)
  if (document === undefined) return leftOut('the line is not JSON, or is truncated')
  return decodeDocument(document) ?? leftOut('the line contains no traces')
}

/**
 * Undefined if it is not JSON. The number of values is not limited, because users who import a file spend their own
 * memory.
 */
function parsed(text: string): unknown {
  try {
    return parseOtlpJson(text, Infinity)
  } catch (error) {
    if (error instanceof OtlpDecodeError) return undefined
    throw error
  }
}

/** The spans of a JSON document; undefined if it contains no traces. */
function decodeDocument(document: unknown): DecodedSpans | undefined {
  if (Array.isArray(document)) return joined(document.map(decodeDocument))
  const fields = Fields.of(document)
  if (!fields) return undefined
  try {
    if (OTLP.some((name) => fields.has(name))) return spansOf(document)
    const traces = fields.has('data') ? fields.list('data') : fields.list('spans') && [document]
    const jaeger = traces?.map((trace) => Fields.of(trace)) ?? []
    if (!jaeger.some((trace) => trace?.has('spans'))) return undefined
    return joined(jaeger.map((trace) => trace && spansOf(otlpOfJaeger(trace))))
  } catch (error) {
    if (error instanceof OtlpDecodeError) return undefined
    throw error
  }
}

/** A Collector may write other signals to the same file. They are counted as rejected. */
const OTLP = ['resourceSpans', 'resourceLogs', 'resourceMetrics']

/** Joins all parts, some of which may contain no traces; undefined if none does. */
function joined(parts: readonly (DecodedSpans | undefined)[]): DecodedSpans | undefined {
  if (parts.every((part) => part === undefined)) return undefined
  const known = parts.map((part) => part ?? leftOut('part of the document contains no traces'))
  return {
    spans: known.flatMap(({ spans }) => spans),
    rejected: {
      count: known.reduce((sum, { rejected }) => sum + rejected.count, 0),
      reasons: known.flatMap(({ rejected }) => rejected.reasons),
    },
  }
}

const leftOut = (reason: string): DecodedSpans => ({
  spans: [],
  rejected: { count: 1, reasons: [{ reason, count: 1 }] },
})
