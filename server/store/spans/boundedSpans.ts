import type { JsonObject, JsonValue } from '#contract/json.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { clip } from '../prepare/payload.ts'
import { CUT, CUT_BYTES } from './cutAttributes.ts'
import type { RawSpan } from './RawSpan.ts'

/**
 * The most bytes that each item may have so that all together have no more than `room`: small items stay complete, and
 * large ones share what is left. Infinity if everything fits. O(n log n).
 */
export function fairShare(sizes: readonly number[], room: number): number {
  let left = room
  const sorted = sizes.toSorted((a, b) => a - b)
  for (const [index, size] of sorted.entries()) {
    const share = left / (sorted.length - index)
    if (size > share) return Math.floor(share)
    left -= size
  }
  return Infinity
}

/** A text up to this length is shown uncut in graphs and lists. */
const SHORT = 512

/** The span reduced to about `maxBytes`: its longest texts are cut, and marked as cut. */
export function shortenedSpan(span: RawSpan, maxBytes: number): RawSpan {
  const room = Math.max(maxBytes, SHORT) / 2
  const events: RawSpan['events'][number][] = []
  let left = room
  for (const event of span.events) {
    const attributes = shortenedAttributes(event.attributes, left)
    left -= JSON.stringify(attributes).length + SHORT / 4
    if (left <= 0) break
    events.push({ ...event, attributes })
  }
  return {
    ...span,
    attributes: shortenedAttributes(span.attributes, room),
    events,
    links: span.links.slice(0, Math.floor(room / SHORT)).map((link) => ({ ...link, attributes: {} })),
  }
}

function shortenedAttributes(attributes: JsonObject, room: number): JsonObject {
  const values = Object.entries(attributes).map(([name, value]) => ({ name, value, text: textOf(value) }))
  const share = fairShare(
    values.map(({ name, text }) => name.length + text.length),
    room,
  )
  if (share === Infinity) return attributes
  const cut: Record<string, number> = {}
  const kept: [string, JsonValue][] = []
  for (const { name, value, text } of values) {
    const isShort = name.length + text.length <= share
    if (!isShort && Object.keys(cut).length < 100) cut[name] = utf8Length(text)
    if (isShort) kept.push([name, value])
    else if (name.length < share) kept.push([name, clip(text, Math.max(0, share - name.length))])
  }
  return Object.fromEntries([...kept, [CUT, Object.keys(cut)], [CUT_BYTES, cut]])
}

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value))
