import { NodeId } from '#contract/ids.ts'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { setMaximised } from '#src/node/maximisedStore.ts'
import { changeOf } from '#tests/support/liveChange.ts'
import { listStreamOf, QUICK, runStreamOf } from '#tests/support/liveStreams.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'

const [blue, green] = twinRuns
if (!blue || !green) throw new Error('the twins are two')

const finish = z.parse(NodeId, 'terminator')
const only = <Row extends object>(rows: readonly Row[], keep: (row: Row) => boolean) => rows.filter(keep)

/** The blue run while it is at work: its last node is not there yet, nor what that node recorded. */
const going: RunBundle = {
  ...blue,
  run: { ...blue.run, status: 'executing', completed_at: null },
  nodes: only(blue.nodes, ({ node_id }) => node_id !== finish).map((node) =>
    node.node_id === 'step_1' ? { ...node, status: 'running', completed_at: null } : node,
  ),
  edges: only(blue.edges, ({ to_node_id }) => to_node_id !== finish),
  events: only(blue.events, ({ node_id }) => node_id !== finish),
}

const event = (name: string, order: number) =>
  anEvent({
    run_id: BLUE,
    node_id: 'step_1',
    event_id: `cobalt-${name}`,
    event_type: 'error',
    error_message: `cobalt ${name}`,
    status: 'failed',
    execution_order: order,
  })

/** A person who looks at the blue run while it goes on, and the two streams that a test speaks for. */
async function watch(
  url: string,
  { first = going, timing = QUICK }: { first?: RunBundle; timing?: typeof QUICK } = {},
) {
  let seq = 7
  const run = runStreamOf(BLUE, () => ({ epoch: 'one', seq }))
  const list = listStreamOf('one')
  const app = await renderApp({
    url,
    data: [first, green as RunBundle],
    faults: () => [run.handler(), list.handler()],
    timing,
  })
  /** Stores what the writer wrote, and tells of it. */
  const write = async (bundle: RunBundle, told: Omit<Parameters<typeof changeOf>[2], 'prev' | 'seq'>) => {
    await app.store.writer.writeRun(bundle)
    const frame = await changeOf(app.store, BLUE, { prev: seq, seq: seq + 1, ...told })
    seq++
    act(() => run.say(frame))
  }
  return {
    ...app,
    run,
    list,
    write,
    say: run.say.bind(run),
    seq: () => seq,
    /** A write that happens while nobody hears of it. */
    miss: () => seq++,
  }
}

/** happy-dom takes no width for its window. */
const narrow = () =>
  vi.stubGlobal('matchMedia', (query: string) =>
    Object.assign(new EventTarget(), { media: query, matches: query === NARROW_SCREEN }),
  )
afterEach(() => {
  vi.unstubAllGlobals()
  setMaximised(false)
})

const mark = () => screen.findByRole('status', { name: 'Live updates' })
const isLive = async () => waitFor(async () => expect(await mark()).toHaveTextContent('Live'))
const eventRows = () =>
  within(screen.getByRole('treegrid'))
    .getAllByRole('row')
    .flatMap((row) => (row.dataset['index'] === undefined ? [] : [row.textContent]))

describe('an open run with live updates', () => {
  it('shows a status change and new counts on the existing card', async () => {
    const { write } = await watch(`/runs/${BLUE}`)
    await isLive()
    const card = await screen.findByRole('button', { name: /^Measure cobalt ?, agent node, running/ })
    await write(
      { ...blue, nodes: blue.nodes.slice(0, 2), edges: going.edges, events: going.events },
      { nodes: ['step_1'] },
    )
    await waitFor(() => expect(card).toHaveTextContent(/completed/))
    expect(card).toBeInTheDocument()
    // The run has ended with it, and needs no mark any more.
    await waitFor(async () => expect(await mark()).toBeEmptyDOMElement())
  })

  it('adds a new node without remounting the existing ones', async () => {
    const { write } = await watch(`/runs/${BLUE}`)
    await isLive()
    const card = await screen.findByRole('button', { name: /^Plan cobalt work/ })
    let wasBlank = false
    const observer = new MutationObserver(() => {
      wasBlank ||= screen.queryByRole('status', { name: 'Laying out the graph' }) !== null
    })
    observer.observe(document.body, { childList: true, subtree: true })
    await write({ ...going, nodes: blue.nodes, edges: blue.edges }, { nodes: ['terminator'], isTopology: true })
    expect(await screen.findByRole('button', { name: /^Finish cobalt/ })).toBeInTheDocument()
    observer.disconnect()
    expect(card).toBeInTheDocument()
    expect(wasBlank).toBe(false)
  })

  it('announces new events and shows them on request', async () => {
    const { user, write } = await watch(`/runs/${BLUE}?view=events`)
    await isLive()
    await screen.findByRole('row', { name: /cobalt probe lost/ })
    // The list is read once more after the stream began, since the run was at work meanwhile.
    await waitFor(() => expect(eventRows()).toHaveLength(5))
    const before = eventRows()
    const more = [...going.events, event('second', 6), event('third', 7)]
    await write({ ...going, events: more }, { nodes: ['step_1'], added: ['cobalt-second', 'cobalt-third'] })
    const chip = await screen.findByRole('button', { name: '2 new events' })
    expect(chip.parentElement).toHaveAttribute('aria-live', 'polite')
    expect(eventRows()).toEqual(before)

    const code = more.map((each) => (each.event_id === 'cobalt-code' ? { ...each, outputs: { exit_code: 1 } } : each))
    await write({ ...going, events: code }, { nodes: ['step_1'], changed: ['cobalt-code'] })
    const both = await screen.findByRole('button', { name: '2 new events, 1 changed' })
    expect(screen.getByRole('tab', { name: /^Events/ })).toHaveTextContent('7')

    both.focus()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('row', { name: /cobalt third/ })).toBeInTheDocument()
    expect(eventRows()).toHaveLength(7)
    await waitFor(() => expect(screen.queryByRole('button', { name: /new event|changed/ })).not.toBeInTheDocument())
  })

  it('announces in the node dialog only what is new in this node', async () => {
    const { user, write } = await watch(`/runs/${BLUE}/nodes/step_1?tab=events`)
    const dialog = within(await screen.findByRole('dialog', { name: 'Measure cobalt' }))
    await isLive()
    await dialog.findByRole('row', { name: /cobalt probe lost/ })
    const elsewhere = { ...event('elsewhere', 6), node_id: z.parse(NodeId, 'planning') }
    const more = { ...going, events: [...going.events, elsewhere] }
    await write(more, { nodes: ['planning'], added: ['cobalt-elsewhere'] })
    await write({ ...more, events: [...more.events, event('here', 7)] }, { nodes: ['step_1'], added: ['cobalt-here'] })
    await user.click(await dialog.findByRole('button', { name: '1 new event' }))
    expect(await dialog.findByRole('row', { name: /cobalt here/ })).toBeInTheDocument()
    expect(dialog.queryByRole('row', { name: /elsewhere/ })).not.toBeInTheDocument()
  })

  it('shows the first events of an empty list at once', async () => {
    const { write } = await watch(`/runs/${BLUE}?view=events`, {
      first: { ...going, events: [], files: [], messages: [] },
    })
    await isLive()
    await screen.findByText('No events.')
    await write({ ...going, events: [event('first', 0)], files: [], messages: [] }, { added: ['cobalt-first'] })
    expect(await screen.findByRole('row', { name: /cobalt first/ })).toBeInTheDocument()
  })

  it('shows a lost connection, and the missed changes after it is back', async () => {
    const { run, write, store, seq, miss } = await watch(`/runs/${BLUE}`)
    await isLive()
    await write({ ...going, nodes: blue.nodes, edges: blue.edges }, { nodes: ['terminator'], isTopology: true })
    await screen.findByRole('button', { name: /^Finish cobalt/ })
    run.refusal = () => HttpResponse.error()
    run.drop()
    await waitFor(async () => expect(await mark()).toHaveTextContent(/Reconnecting…/))
    await store.writer.writeRun({ ...going, nodes: blue.nodes, edges: blue.edges })
    const prev = seq()
    miss()
    run.refusal = undefined
    await isLive()
    expect(run.asked.at(-1)).toBe(String(prev))
    run.say(await changeOf(store, BLUE, { prev, seq: prev + 1, nodes: ['step_1'] }))
    expect(await screen.findByRole('button', { name: /^Measure cobalt ?, agent node, completed/ })).toBeInTheDocument()
  })

  it.each([
    ['a node covers the run on a narrow screen', `/runs/${BLUE}/nodes/step_1`, 'Measure cobalt', narrow],
    ['an event covers the run on a narrow screen', `/runs/${BLUE}?event=cobalt-start`, 'Event without a node', narrow],
    ['a node is maximised', `/runs/${BLUE}/nodes/step_1`, 'Measure cobalt', () => setMaximised(true)],
  ])('shows a lost connection while %s', async (_, url, name, cover) => {
    cover()
    const { run } = await watch(url)
    const dialog = within(await screen.findByRole('dialog', { name }))
    expect(await dialog.findByText('Live')).toBeInTheDocument()
    run.refusal = () => HttpResponse.error()
    run.drop()
    expect(await dialog.findByText(/Reconnecting…/)).toBeInTheDocument()
    // One voice is enough.
    expect(screen.getAllByRole('status', { name: 'Live updates' })).toHaveLength(1)
    expect(dialog.queryByRole('status', { name: 'Live updates' })).not.toBeInTheDocument()
  })

  it('shows the live status once if both the run and its node are visible', async () => {
    await watch(`/runs/${BLUE}/nodes/step_1`)
    const dialog = within(await screen.findByRole('dialog', { name: 'Measure cobalt' }))
    await isLive()
    expect(dialog.queryByText('Live')).not.toBeInTheDocument()
  })

  it('polls the run if streams are unavailable', async () => {
    const run = { ...QUICK, poll: 1000 }
    const { run: stream, store } = await watch(`/runs/${BLUE}`, { timing: run })
    await isLive()
    stream.refusal = () => HttpResponse.html('<!doctype html><title>A wall</title>')
    stream.drop()
    await waitFor(async () => expect(await mark()).toHaveTextContent('Polling every 1 s'))
    await store.writer.writeRun({ ...going, nodes: blue.nodes, edges: blue.edges })
    expect(await screen.findByRole('button', { name: /^Finish cobalt/ })).toBeInTheDocument()
  })

  it('reloads the run when the server cannot tell what changed', async () => {
    const { say, store, seq } = await watch(`/runs/${BLUE}`)
    await isLive()
    await screen.findByRole('button', { name: /^Plan cobalt work/ })
    await store.writer.writeRun({ ...going, nodes: blue.nodes, edges: blue.edges })
    say({ event: 'reset', id: seq() + 5, data: { scope: { run_id: BLUE }, seq: seq() + 5 } })
    expect(await screen.findByRole('button', { name: /^Finish cobalt/ })).toBeInTheDocument()
  })

  it('rejects a frame with a row from another run and says so', async () => {
    const { say, store, seq, user, run } = await watch(`/runs/${BLUE}`)
    await isLive()
    await screen.findByRole('button', { name: /^Plan cobalt work/ })
    const frame = await changeOf(store, BLUE, { prev: seq(), seq: seq() + 1 })
    const foreign = await changeOf(store, GREEN, { prev: 0, seq: 1, nodes: ['step_1'] })
    say({ ...frame, data: { ...frame.data, nodes: foreign.data.nodes } })
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(/Live updates for this run – rejected: the server sent rows from another run/)
    expect(screen.getByRole('main')).not.toHaveTextContent(/emerald/)
    // A server that mixes runs once will do so twice: only the reader begins anew.
    await waitFor(() => expect(run.connections).toBe(0))
    await user.click(within(alert).getByRole('button', { name: 'Try again' }))
    await isLive()
  })
})

describe('the run list with live updates', () => {
  const links = () => within(screen.getByRole('navigation', { name: 'Runs' })).getAllByRole('link')
  const rowsOf = async (store: Store, run_id = BLUE) => {
    const row = await store.repositories.runs.findRun(run_id)
    return { event: 'runs', data: { scope: {}, runs: [row], more: false } }
  }
  const newRun = aBundle({
    run: aRun({
      run_id: 'c0000000-0000-4000-8000-0000000000c0',
      session_id: 'session-cobalt',
      task_description: 'Brand new task',
      started_at: '2026-01-21T10:00:00.000000Z',
      status: 'executing',
    }),
    nodes: [aNode({ run_id: 'c0000000-0000-4000-8000-0000000000c0' })],
  })

  it('updates a run in place and adds a new one at the top', async () => {
    const { list, store } = await watch('/')
    await screen.findByRole('link', { name: /Study the cobalt samples/ })
    await waitFor(() => expect(list.connections).toBe(1))
    await store.writer.writeRun({ ...blue, run: { ...blue.run, status: 'failed' } })
    list.say(await rowsOf(store))
    await waitFor(() => expect(links()[1]).toHaveTextContent(/cobalt.*failed|failed.*cobalt/))
    await store.writer.writeRun(newRun)
    list.say(await rowsOf(store, newRun.run.run_id))
    await waitFor(() => expect(links()[0]).toHaveTextContent('Brand new task'))
  })

  it('announces a new run while scrolled down, and shows it on request', async () => {
    const { list, store, user } = await watch('/')
    await screen.findByRole('link', { name: /Study the cobalt samples/ })
    await waitFor(() => expect(list.connections).toBe(1))
    const scroll = screen.getByRole('list', { name: 'Runs, newest first' }).parentElement
    if (!scroll) throw new Error('the list stands in nothing')
    scroll.scrollTop = 500
    fireEvent.scroll(scroll)
    await store.writer.writeRun(newRun)
    list.say(await rowsOf(store, newRun.run.run_id))
    const chip = await screen.findByRole('button', { name: '1 new run' })
    expect(links()[0]).not.toHaveTextContent('Brand new task')
    await user.click(chip)
    await waitFor(() => expect(links()[0]).toHaveTextContent('Brand new task'))
    expect(screen.queryByRole('button', { name: '1 new run' })).not.toBeInTheDocument()
  })
})
