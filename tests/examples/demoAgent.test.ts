import { expect, onTestFinished, test } from 'vitest'
import { attribute, type CollectedSpan, openCollector } from '#tests/support/collector.ts'
import { example } from '../support/process/startServer.ts'

const collector = async (statuses?: readonly number[]) => {
  const opened = await openCollector(statuses)
  onTestFinished(opened.close)
  return opened
}

const count = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
const named = (spans: readonly CollectedSpan[], name: string) => spans.filter((span) => span.name === name)

type BlobPart = { readonly type: string; readonly name: string; readonly mime_type: string; readonly content: string }
/** The files in the messages that models answered with. */
const filesOf = (spans: readonly CollectedSpan[]) =>
  named(spans, 'chat scripted-model')
    .flatMap((span) => JSON.parse(attribute(span, 'gen_ai.output.messages') ?? '[]') as { parts: BlobPart[] }[])
    .flatMap(({ parts }) => parts.filter(({ type }) => type === 'blob'))

test('the demo agent plans, researches three ways at once, writes, is reviewed and writes again', async () => {
  const { endpoint, spans } = await collector()
  const done = await example('demoAgent', ['--fast', '--protocol', 'json', '--seed', 'one'], {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  })
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(count(spans.map(({ name }) => name))).toEqual({
    'invoke_workflow research_brief': 1,
    'plan planner': 1,
    'invoke_agent cost_researcher': 1,
    'invoke_agent technology_researcher': 1,
    'invoke_agent people_researcher': 1,
    'invoke_agent writer': 2,
    'invoke_agent reviewer': 1,
    'chat scripted-model': 20,
    'execute_tool list_researchers': 1,
    'execute_tool web_search': 3,
    'execute_tool fetch_page': 4,
    'execute_tool take_note': 3,
    'execute_tool draw_chart': 1,
    'execute_tool check_claims': 1,
    'execute_tool read_notes': 1,
  })
  expect(done.stdout).toContain(`The run is done: ${spans.length} spans.`)

  const [root] = named(spans, 'invoke_workflow research_brief')
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([root?.traceId]))
  expect(new Set(spans.map((span) => attribute(span, 'gen_ai.conversation.id'))).size).toBe(1)
  const address = /Watch it at (\S+)\/runs\/(\S+)/.exec(done.stdout)
  expect([address?.[1], address?.[2]?.replaceAll('-', '')]).toEqual([endpoint, root?.traceId])
  const parents = new Set(
    spans.filter(({ name }) => /^(?:plan|invoke_agent) /.test(name)).map(({ parentSpanId }) => parentSpanId),
  )
  expect(parents).toEqual(new Set([root?.spanId]))
})

test('one page of the demo agent does not come at first, and the run is well all the same', async () => {
  const { endpoint, spans } = await collector()
  await example('demoAgent', ['--fast', '--protocol', 'json', '--endpoint', endpoint])
  const failed = spans.filter(({ status }) => status.code === 2)
  expect(failed.map(({ name }) => name)).toEqual(['execute_tool fetch_page'])
  expect(failed.map((span) => attribute(span, 'error.type'))).toEqual(['TimeoutError'])
  expect(failed.flatMap(({ events }) => events.map(({ name }) => name))).toEqual(['exception'])
  const [first] = failed
  const again = named(spans, 'execute_tool fetch_page').filter(
    (span) => span !== first && span.parentSpanId === first?.parentSpanId,
  )
  expect(again.map((span) => attribute(span, 'gen_ai.tool.call.id'))).toEqual([
    first && attribute(first, 'gen_ai.tool.call.id'),
  ])
})

test('the demo agent writes a report, a chart that is a picture, and the report anew', async () => {
  const { endpoint, spans } = await collector()
  await example('demoAgent', ['--fast', '--protocol', 'json', '--endpoint', endpoint])
  const files = filesOf(spans)
  expect(files.map(({ name, mime_type }) => [name, mime_type])).toEqual([
    ['report-1.md', 'text/markdown'],
    ['scores.png', 'image/png'],
    ['report-2.md', 'text/markdown'],
  ])
  const [draft, chart, final] = files.map(({ content }) => Buffer.from(content, 'base64'))
  expect(chart?.subarray(1, 4).toString()).toBe('PNG')
  expect(chart?.length).toBeLessThan(50_000)
  expect(draft?.toString()).not.toContain('Source:')
  expect(final?.toString().match(/Source: <https:/g)).toHaveLength(3)
})

test('each start of the demo agent is another run, with the same words only for the same seed', async () => {
  const { endpoint, spans } = await collector()
  const task = async (seed: string) => {
    const before = spans.length
    await example('demoAgent', ['--fast', '--protocol', 'json', '--endpoint', endpoint, '--seed', seed])
    const [root] = named(spans.slice(before), 'invoke_workflow research_brief')
    return { words: root && attribute(root, 'gen_ai.input.messages'), trace: root?.traceId }
  }
  const [one, same, other] = [await task('one'), await task('one'), await task('three')]
  expect(one.words).toBe(same.words)
  expect(one.words).not.toBe(other.words)
  expect(new Set([one.trace, same.trace, other.trace]).size).toBe(3)
})

test('with --fail the writer gets no answer, and so fails it, the workflow and the run', async () => {
  const { endpoint, spans } = await collector()
  const done = await example('demoAgent', ['--fast', '--fail', '--protocol', 'json', '--endpoint', endpoint])
  expect(done.code).toBe(0)
  expect(done.stdout).toContain('The run failed, as it was asked to')
  const failed = spans.filter((span) => attribute(span, 'error.type') === 'OverloadedError')
  expect(failed.map(({ name, status }) => [name, status.code])).toEqual([
    ['chat scripted-model', 2],
    ['invoke_agent writer', 2],
    ['invoke_workflow research_brief', 2],
  ])
  expect(named(spans, 'invoke_agent reviewer')).toEqual([])
})

test('the demo agent sends protobuf unless it is told otherwise, again and again while it works', async () => {
  const { endpoint, bodies } = await collector()
  const done = await example('demoAgent', ['--fast', '--endpoint', `${endpoint}/`])
  expect([done.code, done.stderr]).toEqual([0, ''])
  const sent = bodies.slice(1)
  expect(sent.length).toBeGreaterThan(3)
  expect(new Set(sent.map(({ type, path }) => `${type} ${path}`))).toEqual(
    new Set(['application/x-protobuf /v1/traces']),
  )
})

test('where nothing answers, where no spans are taken and where they are refused, it is said in one sentence', async () => {
  const { endpoint, close } = await openCollector()
  await close()
  const nobody = await example('demoAgent', ['--fast', '--endpoint', endpoint])
  expect([nobody.code, nobody.stdout]).toEqual([1, ''])
  expect(nobody.stderr).toBe(
    `Nothing answers at ${endpoint}: start Runlens with \`npm start\`, or name another address with --endpoint.\n`,
  )

  const other = await collector([404])
  const untaken = await example('demoAgent', ['--fast', '--endpoint', other.endpoint])
  expect([untaken.code, untaken.stderr]).toEqual([
    1,
    `${other.endpoint} answers, but takes no spans at /v1/traces (status 404).\n`,
  ])

  const refusing = await collector([200, 400])
  const refused = await example('demoAgent', ['--fast', '--endpoint', refusing.endpoint])
  expect([refused.code, refused.stderr]).toEqual([1, `42 of 42 spans did not reach ${refusing.endpoint}.\n`])
})

test('a command line that the demo agent cannot read is answered with what it can', async () => {
  const unknown = await example('demoAgent', ['--colour', 'blue'])
  expect(unknown.code).toBe(64)
  expect(unknown.stderr).toContain('npm run demo:agent -- [options]')
  const wrong = await example('demoAgent', ['--endpoint', 'there', '--protocol', 'grpc'])
  expect([wrong.code, wrong.stderr]).toEqual([
    64,
    '--endpoint must be a URL like http://127.0.0.1:4400.\n--protocol must be protobuf or json.\n',
  ])
})
