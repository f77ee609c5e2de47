import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
type Status = 'completed' | 'failed' | 'running'

/** `tie`: ids with `>` between; `label` and `status` by id. */
const runOf = (
  ids: readonly string[],
  ties: readonly string[],
  labelOf: (id: string) => string,
  statusOf: (id: string) => Status,
) =>
  aBundle({
    run: aRun({ run_id }),
    nodes: ids.map((node_id, order_index) =>
      aNode({ run_id, node_id, label: labelOf(node_id), order_index, status: statusOf(node_id) }),
    ),
    edges: ties.map((tie) => {
      const [from_node_id = '', to_node_id = ''] = tie.split('>')
      return anEdge({ run_id, from_node_id, to_node_id })
    }),
  })

const FAILED = new Set(['p17', 'p100'])
const pages = Array.from({ length: 110 }, (_, at) => `p${at}`)
const fanOut = runOf(
  ['plan', ...pages, 'write'],
  pages.flatMap((page) => [`plan>${page}`, `${page}>write`]),
  (id) => (id.startsWith('p') && id !== 'plan' ? `Read page ${id.slice(1)}` : `The ${id}`),
  (id) => (FAILED.has(id) ? 'failed' : 'completed'),
)
const scene = { data: [fanOut], sessions: [aSession()] }

const graph = () => screen.findByRole('group', { name: /^Graph of the run/ })
const folding = () => screen.findByRole('group', { name: 'Folding' })
const cards = async () => within(await graph()).getAllByRole('button', { name: /node ?,/ })

/** The dialog is loaded when it is first opened, and a hundred cards take their time in a browser that is none. */
const PATIENT = { timeout: 120_000 }

describe('a run of 112 nodes', PATIENT, () => {
  it('is five cards: similar nodes share one, and failures stand beside it', async () => {
    await renderApp({ url: `/runs/${run_id}`, ...scene })
    const fold = await within(await graph()).findByRole('button', { name: /^Read page ?× 108/ })
    expect(fold).toHaveAccessibleName(/108 completed.*2 shown separately/)
    for (const page of ['Read page 17', 'Read page 100'])
      expect(
        await screen.findByRole('button', { name: new RegExp(`^${page} ?, agent node ?, failed`) }),
      ).toBeInTheDocument()
    expect(await cards()).toHaveLength(4)
    expect(within(await folding()).getByRole('status')).toHaveTextContent('5 cards for 112 nodes, 108 folded')
  })

  it('lists the members of a card by keyboard, and each member opens its own dialog', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    const fold = await within(await graph()).findByRole('button', { name: /^Read page ?× 108/ })
    fold.focus()
    await user.keyboard('{Enter}')
    const list = await screen.findByRole('region', { name: /^Members of Read page, 110 nodes/ })
    expect(location.search).toBe('?members=p0')
    // What failed comes first; the keys go on from there.
    const first = await within(list).findByRole('button', { name: /^Read page 17/ })
    await waitFor(() => expect(first).toHaveFocus())
    await user.keyboard('{ArrowRight}')
    expect(within(list).getByRole('button', { name: /^Read page 100/ })).toHaveFocus()
    await user.keyboard('{End}')
    expect(within(list).getByRole('button', { name: /^Read page 109/ })).toHaveFocus()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('dialog', { name: 'Read page 109' }, PATIENT)).toBeInTheDocument()
    expect(location.pathname).toBe(`/runs/${run_id}/nodes/p109`)
    // The open one is drawn out of its card.
    expect(await within(await graph()).findByRole('button', { name: /^Read page ?× 107/ })).toBeInTheDocument()
    expect(within(await graph()).getByRole('button', { name: /^Read page 109 ?, agent node/ })).toBeInTheDocument()
  })

  it('filters the member list by status, and Escape returns to the card', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    const fold = await within(await graph()).findByRole('button', { name: /^Read page ?× 108/ })
    await user.click(fold)
    const list = await screen.findByRole('region', { name: /^Members of Read page/ })
    await user.click(within(list).getByRole('button', { name: '2 failed' }))
    expect(within(list).getAllByRole('gridcell')).toHaveLength(2)
    within(list)
      .getByRole('button', { name: /^Read page 17/ })
      .focus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('region', { name: /^Members of/ })).not.toBeInTheDocument())
    expect(location.search).toBe('')
    expect(within(await graph()).getByRole('button', { name: /^Read page ?× 108/ })).toHaveFocus()
  })

  it('unfolds and folds as a whole and card by card, and the link keeps it', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?members=p42`, ...scene })
    const list = await screen.findByRole('region', { name: /^Members of Read page/ })
    await user.click(within(list).getByRole('button', { name: 'Unfold in graph' }))
    const tools = await folding()
    await waitFor(() => expect(within(tools).getByRole('status')).toHaveTextContent('112 nodes'))
    expect(location.search).toBe('?opened=p42&members=p42')
    await user.click(within(tools).getByRole('button', { name: 'Fold Read page' }))
    await waitFor(() => expect(within(tools).getByRole('status')).toHaveTextContent('5 cards for 112 nodes'))
    await user.click(within(tools).getByRole('button', { name: 'Unfold all' }))
    await waitFor(() => expect(within(tools).getByRole('status')).toHaveTextContent(/^112 nodes$/))
    expect(location.search).toBe('?fold=none&members=p42')
    await user.click(within(tools).getByRole('button', { name: 'Fold as needed' }))
    await waitFor(() => expect(within(tools).getByRole('status')).toHaveTextContent('5 cards for 112 nodes'))
  })

  it('shows a linked member beside its card', async () => {
    await renderApp({ url: `/runs/${run_id}/nodes/p99`, ...scene })
    expect(
      await within(await graph()).findByRole('button', { name: /^Read page 99 ?, agent node/ }),
    ).toBeInTheDocument()
    expect(within(await graph()).getByRole('button', { name: /^Read page ?× 107/ })).toBeInTheDocument()
  })
})

it('a loop recorded round by round is one card with the number of rounds', async () => {
  const rounds = Array.from({ length: 7 }, (_, at) => (at === 0 ? 'writer' : `writer#${at + 1}`))
  const ids = ['plan', ...rounds, 'end']
  const loop = runOf(
    ids,
    ids.slice(1).map((id, at) => `${ids[at]}>${id}`),
    (id) => id,
    () => 'completed',
  )
  await renderApp({ url: `/runs/${run_id}?fold=all`, data: [loop], sessions: [aSession()] })
  expect(await within(await graph()).findByRole('button', { name: /^writer ?7 rounds/ })).toBeInTheDocument()
  expect(within(await folding()).getByRole('status')).toHaveTextContent('3 cards for 9 nodes, 7 folded')
})

it('a small run is not folded', async () => {
  const few = pages.slice(0, 4)
  const small = runOf(
    ['plan', ...few],
    few.map((page) => `plan>${page}`),
    (id) => `The ${id}`,
    () => 'running',
  )
  await renderApp({ url: `/runs/${run_id}`, data: [small], sessions: [aSession()] })
  await screen.findByRole('button', { name: /^The p3/ })
  expect(await cards()).toHaveLength(5)
})
