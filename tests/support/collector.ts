import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod/mini'

const Attributes = z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }))
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  name: z.string(),
  attributes: Attributes,
  status: z.object({ code: z.number(), message: z.optional(z.string()) }),
  events: z.array(z.object({ name: z.string(), attributes: Attributes })),
})
const Body = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
})
export type CollectedSpan = Readonly<z.output<typeof Span>>

export type Collector = {
  readonly endpoint: string
  /** Spans of the JSON bodies, in the order in which they came. */
  readonly spans: readonly CollectedSpan[]
  /** Every body with its type and length. */
  readonly bodies: readonly { readonly type: string; readonly path: string; readonly bytes: number }[]
  readonly close: () => Promise<void>
}

/** A receiver of OTLP over HTTP that keeps what exporters post; `statuses` are what it answers one after another, the last ever after. */
export async function openCollector(statuses: readonly number[] = [200]): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const bodies: { type: string; path: string; bytes: number }[] = []
  const answer = (reply: ServerResponse, type: string, code: number) => {
    reply.writeHead(code, { 'content-type': type }).end(type === 'application/json' ? '{}' : '')
  }
  const server = createServer((request, reply) => {
    const type = request.headers['content-type'] ?? ''
    void buffer(request).then((body) => {
      if (type === 'application/json')
        for (const { scopeSpans } of z.parse(Body, JSON.parse(body.toString())).resourceSpans)
          for (const scope of scopeSpans) spans.push(...scope.spans)
      bodies.push({ type, path: request.url ?? '', bytes: body.length })
      answer(reply, type, statuses[bodies.length - 1] ?? statuses.at(-1) ?? 200)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The text of an attribute; undefined where the span has none of that name. */
export const attribute = ({ attributes }: Pick<CollectedSpan, 'attributes'>, key: string): string | undefined => {
  const value = attributes.find((each) => each.key === key)?.value['stringValue']
  return typeof value === 'string' ? value : undefined
}
