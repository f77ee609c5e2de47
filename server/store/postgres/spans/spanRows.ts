import { sha256 } from '#server/lib/sha256.ts'
import { isPlainJson, storableJson } from '#server/store/prepare/storableText.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** A span as it is stored, with the part that other spans share kept separately. */
export type SpanRow = {
  readonly span: RawSpan
  readonly text: string
  readonly bytes: number
  readonly context: SpanContextRow
}
export type SpanContextRow = { readonly id: string; readonly text: string; readonly bytes: number }

/** The JSON of a value as the database can store it, without line breaks. */
function storableTextOf(given: unknown): string {
  const text = JSON.stringify(given)
  return isPlainJson(text) ? text : JSON.stringify(storableJson(given))
}

/** The rows of spans. Spans with the same resource and scope share one context. */
export async function spanRows(spans: readonly RawSpan[]): Promise<readonly SpanRow[]> {
  const byObject = new Map<RawSpan['resource'], Map<string, SpanContextRow>>()
  const byText = new Map<string, SpanContextRow>()
  const rows: SpanRow[] = []
  for (const span of spans) {
    const { resource, scope, ...own } = span
    const ofResource = byObject.get(resource) ?? new Map<string, SpanContextRow>()
    byObject.set(resource, ofResource)
    const name = JSON.stringify([scope.name, scope.version])
    let context = ofResource.get(name)
    if (context === undefined) {
      const text = storableTextOf({ resource, scope })
      // oxlint-disable-next-line no-await-in-loop -- there are few, and each is quick
      context = byText.get(text) ?? { id: await sha256(text), text, bytes: Buffer.byteLength(text) }
      byText.set(text, context)
      ofResource.set(name, context)
    }
    const text = storableTextOf(own)
    rows.push({ span, text, bytes: Buffer.byteLength(text), context })
  }
  return rows
}
