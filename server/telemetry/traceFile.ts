import { type DecodedSpans, OtlpDecodeError } from './otlp/DecodedSpans.ts'
import { Fields } from './otlp/Fields.ts'
import { parseOtlpJson } from './otlp/parseOtlpJson.ts'
import { spansOf } from './otlp/spansOf.ts'
import { otlpOfJaeger } from './otlpOfJaeger.ts'

/** The file holds no traces in a form that is known. The message says what it is instead, as the end of a sentence. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError'
}

/** Characters of one document; a text of JavaScript has not many more. */
const DOCUMENT_MAX = 400_000_000

/**
 * The spans of a file of traces, part by part, from its text in pieces of any size: OTLP in JSON, as one object, as a list
 * of them, or as one a line, which is how the Collector writes them; or what Jaeger exports. A file of one object a line
 * is never held whole. Throws `TraceFileError`, before the first part where the file is none of these.
 */
export async function* readTraceFile(text: AsyncIterable<string>): AsyncGenerator<DecodedSpans> {
  const whole: string[] = []
  let length = 0
  // The first line tells: it is a document of its own, or the beginning of one over many lines.
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

/** Lines of a text that comes in pieces. */
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

/** A line that cannot be read is left out: a Collector that was killed leaves half of one at the end. */
function decodeLine(line: string): DecodedSpans {
  const document = parsed(line)
  if (document === undefined) return leftOut('the line is not JSON, or is truncated')
  return decodeDocument(document) ?? leftOut('the line contains no traces')
}

/** Undefined where it is no JSON. Whoever names a file has its memory to spend, so it may have any number of values. */
function parsed(text: string): unknown {
  try {
    return parseOtlpJson(text, Infinity)
  } catch (error) {
    if (error instanceof OtlpDecodeError) return undefined
    throw error
  }
}

/** The spans of one JSON document, or undefined where it is none of traces. */
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

/** A Collector may write the other signals into the same file; they are counted as left out. */
const OTLP = ['resourceSpans', 'resourceLogs', 'resourceMetrics']

/** All parts together, of which some may be no traces; undefined where none is. */
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
