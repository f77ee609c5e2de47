import { createHash } from 'node:crypto'
import { crc32, inflateSync } from 'node:zlib'
import { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, WorkflowRun } from '#contract/entities.ts'
import { DEPENDENCY_TYPES, EVENT_TYPES, FILE_TYPES, NODE_STATUSES, NODE_TYPES, RUN_STATUSES } from '#contract/words.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { demoSource } from '#server/demo/demoSource.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import type { NewFile, RunBundle } from '#server/store/ports/writer.ts'
import { checkBundle } from '#server/store/prepare/checkBundle.ts'
import { deriveEvent } from '#server/store/prepare/deriveEvent.ts'
import { runByRun } from '#tests/support/oldDatabases/runByRun.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const bundles: RunBundle[] = []
beforeAll(async () => {
  await importOldDatabase(
    demoSource(),
    runByRun(async (bundle) => {
      bundles.push(bundle)
    }),
  )
})
const allFiles = () => bundles.flatMap((bundle) => bundle.files)
const textOf = (file: NewFile) => new TextDecoder().decode(file.content)
const filesLike = (pattern: RegExp) => allFiles().filter((file) => pattern.test(file.file_path))

it('makes bundles that the contract and every store accept', () => {
  for (const bundle of bundles) {
    expect(() => checkBundle(bundle)).not.toThrow()
    z.parse(WorkflowRun, bundle.run)
    z.parse(z.array(DAGNode), bundle.nodes)
    z.parse(z.array(DAGEdge), bundle.edges)
    z.parse(z.array(ExecutionEvent), bundle.events)
    z.parse(z.array(Message), bundle.messages)
    for (const { content, ...file } of bundle.files) z.parse(RunFile, { ...file, has_content: content !== undefined })
  }
})

it('uses every known word for statuses and types of runs, nodes, events, edges and files', () => {
  const unused = (known: readonly string[], words: (bundle: RunBundle) => readonly string[]) => {
    const used = new Set(bundles.flatMap(words))
    return known.filter((word) => !used.has(word))
  }
  expect(unused(RUN_STATUSES, ({ run }) => [run.status])).toEqual([])
  expect(unused(NODE_TYPES, ({ nodes }) => nodes.map((node) => node.node_type))).toEqual([])
  expect(unused(NODE_STATUSES, ({ nodes }) => nodes.map((node) => node.status))).toEqual(['retrying'])
  expect(unused(DEPENDENCY_TYPES, ({ edges }) => edges.map((edge) => edge.dependency_type))).toEqual([])
  expect(unused(EVENT_TYPES, ({ events }) => events.map((event) => event.event_type))).toEqual([])
  expect(unused(FILE_TYPES, ({ files }) => files.map((file) => file.file_type))).toEqual(['other'])
})

it('tells every run with a step in words of its own', () => {
  const told = bundles.filter(({ events }) => events.length > 3).map(({ run }) => run.task_description)
  expect(new Set(told).size).toBe(told.length)
})

describe('events', () => {
  it('lie within the span of their parent, one level deeper, in the same node', () => {
    let nested = 0
    for (const { events } of bundles) {
      const byId = new Map<string, ExecutionEvent>(events.map((event) => [event.event_id, event]))
      for (const event of events) {
        if (event.parent_event_id === null) continue
        const parent = byId.get(event.parent_event_id)
        nested += 1
        expect(parent).toMatchObject({ node_id: event.node_id, depth: (event.depth ?? 0) - 1 })
        expect((parent?.started_at ?? '~') <= (event.started_at ?? '')).toBe(true)
        expect((parent?.completed_at ?? '') >= (event.completed_at ?? '~')).toBe(true)
      }
    }
    expect(nested).toBeGreaterThan(300)
  })

  it('are numbered in order of their start', () => {
    for (const { events } of bundles) {
      expect(events.map((event) => event.execution_order)).toEqual(events.map((_, index) => index))
      const starts = events.map((event) => event.started_at ?? '')
      expect(starts).toEqual([...starts].sort())
    }
  })

  it('name failures by a traceback whose last line is the error, and mend most of them', () => {
    const failures = bundles.flatMap(({ events }) =>
      events.filter((event) => event.event_type === 'code_exec' && event.status === 'failed'),
    )
    expect(failures.length).toBeGreaterThan(15)
    for (const failure of failures) {
      expect(failure.error_message).toContain('Traceback (most recent call last):')
      expect(deriveEvent(failure).headline).toMatch(/exit 1, [\w.]*(Error|Canceled|Timeout)\b/)
    }
    const mended = bundles.filter(
      ({ run, events }) => run.status === 'completed' && events.some((event) => event.status === 'failed'),
    )
    expect(mended.length).toBeGreaterThan(8)
  })

  it('of model calls tell model, tokens and cost', () => {
    for (const event of bundles.flatMap(({ events }) => events.filter((event) => event.event_type === 'llm_call'))) {
      const { model, input_tokens, output_tokens, cost_usd } = deriveEvent(event)
      expect(model).toMatch(/^(claude|gpt|gemini)-/)
      expect(Math.min(input_tokens ?? 0, output_tokens ?? 0, cost_usd ?? 0)).toBeGreaterThan(0)
    }
  })
})

describe('files', () => {
  it('are found again in the store, byte for byte, under their own hash', async () => {
    const store = createMemoryStore()
    await importOldDatabase(demoSource(), store.writer)
    for (const { run_id, file_id, content = new Uint8Array() } of allFiles()) {
      const row = await store.repositories.files.findFile(run_id, file_id)
      expect(row).toMatchObject({
        has_content: true,
        size_bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      })
      const bytes = await store.repositories.files.readContent(run_id, file_id, 0, content.length)
      expect(Buffer.compare(bytes ?? new Uint8Array(), content)).toBe(0)
    }
  })

  it('lie in the node whose event wrote them', () => {
    for (const { events, files } of bundles) {
      const nodeOf = new Map(events.map((event) => [event.event_id, event.node_id]))
      for (const { event_id, node_id } of files) {
        if (event_id === null) throw new Error('every file of the demo was written by an event')
        expect(nodeOf.get(event_id)).toBe(node_id)
      }
    }
  })

  it('are pictures that a browser can show: PNG with sound checksums, SVG without script', () => {
    const pictures = filesLike(/\.png$/)
    expect(pictures).toHaveLength(4)
    for (const { content = new Uint8Array() } of pictures) {
      const bytes = Buffer.from(content)
      const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
      const data = bytes.indexOf('IDAT')
      // Inflating checks the Adler sum.
      const end = data + 4 + bytes.readUInt32BE(data - 4)
      const pixels = inflateSync(bytes.subarray(data + 4, end))
      expect(bytes.readUInt32BE(end)).toBe(crc32(bytes.subarray(data, end)))
      expect(pixels).toHaveLength((width + 1) * height)
      expect(new Set(pixels).size).toBeGreaterThan(20)
    }
    const charts = filesLike(/\.svg$/)
    expect(charts.length).toBeGreaterThanOrEqual(5)
    for (const chart of charts) {
      expect(textOf(chart)).toMatch(/^<svg xmlns=/)
      expect(textOf(chart)).not.toMatch(/<script|\son\w+=|href|NaN|undefined|Infinity/)
    }
  })

  it('are a log of thousands of lines with colours, tables of some hundred rows, JSON that parses', () => {
    const [log] = filesLike(/^logs\/(?!mcmc)/)
    const lines = log ? textOf(log).trimEnd().split('\n') : []
    expect(lines.length).toBeGreaterThanOrEqual(3000)
    expect(lines.filter((line) => line.includes('\u001b[31mERROR')).length).toBeGreaterThan(100)
    expect(lines.filter((line) => line.includes('\u001b[33mWARN')).length).toBeGreaterThan(100)
    for (const table of filesLike(/\.csv$/)) {
      const rows = textOf(table).trimEnd().split('\n')
      expect(rows.length).toBeGreaterThan(150)
      expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1)
    }
    for (const json of filesLike(/\.json$/)) expect(() => JSON.parse(textOf(json)) as unknown).not.toThrow()
  })

  it('repeat their paths across runs, as reports of different runs do', () => {
    expect(filesLike(/^output\/report\.md$/).length).toBeGreaterThan(3)
  })
})

it('leaves no gap of a template in any text', () => {
  const texts = bundles.flatMap(({ run, nodes, events, files, messages }) => [
    JSON.stringify([run, nodes, events, messages]),
    ...files.filter((file) => !file.file_path.endsWith('.png')).map(textOf),
  ])
  for (const text of texts) expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object /)
})
