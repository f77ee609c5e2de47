import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
const STEPS = ['search', 'compare', 'choose']
const TEAMS = ['flights', 'hotels']

/** A plan, two agents that each lead three steps, and a writer. */
const trip = aBundle({
  run: aRun({ run_id }),
  nodes: [
    aNode({ run_id, node_id: 'plan', label: 'Plan' }),
    ...TEAMS.flatMap((team) => [
      aNode({ run_id, node_id: team, label: `Agent for ${team}` }),
      ...STEPS.map((step) =>
        aNode({ run_id, node_id: `${team}_${step}`, label: `${step} ${team}`, parent_node_id: team }),
      ),
    ]),
    aNode({ run_id, node_id: 'write', label: 'Write' }),
  ],
  edges: TEAMS.flatMap((team) => {
    const way = ['plan', team, ...STEPS.map((step) => `${team}_${step}`), 'write']
    return way.slice(1).map((to, at) => anEdge({ run_id, from_node_id: way[at] ?? '', to_node_id: to }))
  }),
})
const scene = { data: [trip], sessions: [aSession()] }
const search = () => new URLSearchParams(location.search)
const names = async () =>
  within(await graph())
    .getAllByRole('button')
    .flatMap((card) => (card.dataset['cardId'] === undefined ? [] : card.textContent.replace(/,.*/, '').trim()))

const graph = () => screen.findByRole('group', { name: /^Graph of the run/ })
const folding = () => screen.findByRole('group', { name: 'Folding' })
const PATIENT = { timeout: 120_000 }

describe('groups that nodes name as their parent', PATIENT, () => {
  it('stand in frames, and one click folds each to one card', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?fold=none`, ...scene })
    expect(await screen.findByRole('group', { name: 'Group Agent for flights' })).toBeInTheDocument()
    expect(screen.getByRole('group', { name: 'Group Agent for hotels' })).toBeInTheDocument()
    await user.click(await screen.findByRole('button', { name: 'Fold all' }))
    const cards = await within(await graph()).findAllByRole('button', { name: /^Agent for .*, 4 kinds ?× 4/ })
    expect(cards).toHaveLength(2)
    expect(screen.queryByRole('group', { name: /^Group / })).not.toBeInTheDocument()
  })

  it('unfold from the member list by keyboard, and fold again at their frame', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?fold=all`, ...scene })
    const card = await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds/ })
    card.focus()
    await user.keyboard('{Enter}')
    const list = await screen.findByRole('region', { name: 'Members of Agent for flights, 4 kinds, 4 nodes' })
    await user.click(within(list).getByRole('button', { name: 'Unfold in graph' }))
    const frame = await screen.findByRole('group', { name: 'Group Agent for flights' })
    expect(location.search).toContain('opened=flights')
    expect(await within(await graph()).findByRole('button', { name: /^compare flights/ })).toBeInTheDocument()
    expect(within(await graph()).getByRole('button', { name: /^Agent for hotels, 4 kinds/ })).toBeInTheDocument()
    within(frame).getByRole('button', { name: 'Fold group Agent for flights' }).focus()
    await user.keyboard('{Enter}')
    expect(
      await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds/ }),
    ).toBeInTheDocument()
    expect(location.search).not.toContain('opened')
  })
})

describe('one group', PATIENT, () => {
  it('folds to one card and unfolds by keyboard, and the link keeps it', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    const frame = await screen.findByRole('group', { name: 'Group Agent for flights' })
    within(frame).getByRole('button', { name: 'Fold group Agent for flights' }).focus()
    await user.keyboard('{Enter}')
    const card = await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds ?× 4/ })
    expect(location.search).toBe('?folded=flights')
    expect(screen.queryByRole('group', { name: 'Group Agent for flights' })).not.toBeInTheDocument()
    expect(screen.getByRole('group', { name: 'Group Agent for hotels' })).toBeInTheDocument()
    expect(within(await folding()).getByRole('status')).toHaveTextContent('7 cards for 10 nodes, 4 folded')
    expect(card).toHaveAccessibleName(/4 completed/)
    // The keyboard is still where it was.
    const unfold = await screen.findByRole('button', { name: 'Unfold group Agent for flights' })
    expect(unfold).toHaveFocus()
    await user.keyboard(' ')
    expect(await screen.findByRole('group', { name: 'Group Agent for flights' })).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Fold group Agent for flights' })).toHaveFocus()
    expect(location.search).toBe('')
  })

  it('unfolds from its member list, and the focus moves to its leader', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?folded=flights`, ...scene })
    const card = await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds ?× 4/ })
    card.focus()
    await user.keyboard('{Enter}')
    const list = await screen.findByRole('region', { name: 'Members of Agent for flights, 4 kinds, 4 nodes' })
    expect(within(list).getAllByRole('gridcell')).toHaveLength(4)
    within(list).getByRole('button', { name: 'Unfold in graph' }).focus()
    await user.keyboard('{Enter}')
    await waitFor(async () =>
      expect(within(await graph()).getByRole('button', { name: /^Agent for flights ?, agent node/ })).toHaveFocus(),
    )
    expect(location.search).toBe('')
    expect(screen.queryByRole('region', { name: /^Members of/ })).not.toBeInTheDocument()
  })

  it('unfolds with all groups, and stays folded when all groups fold', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?folded=flights`, ...scene })
    await user.click(await screen.findByRole('button', { name: 'Fold all' }))
    expect(await within(await graph()).findAllByRole('button', { name: /4 kinds ?× 4/ })).toHaveLength(2)
    await user.click(screen.getByRole('button', { name: 'Fold as needed' }))
    expect(await screen.findByRole('group', { name: 'Group Agent for hotels' })).toBeInTheDocument()
    expect(within(await graph()).getByRole('button', { name: /^Agent for flights, 4 kinds/ })).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Unfold all' }))
    expect(await screen.findByRole('group', { name: 'Group Agent for flights' })).toBeInTheDocument()
    expect(search().has('folded')).toBe(false)
  })

  it('unfolds at its card after all groups were folded', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?fold=all`, ...scene })
    const unfold = await screen.findByRole('button', { name: /^Unfold group Agent for hotels/ })
    unfold.focus()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('group', { name: 'Group Agent for hotels' })).toBeInTheDocument()
    expect(search().getAll('opened')).toEqual(['hotels'])
    expect(screen.getByRole('button', { name: 'Fold group Agent for hotels' })).toHaveFocus()
    await user.keyboard('{Enter}')
    expect(await within(await graph()).findByRole('button', { name: /^Agent for hotels, 4 kinds/ })).toBeInTheDocument()
    expect(location.search).toBe('?fold=all')
  })

  it('keeps an open node beside its card when another node opens', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}/nodes/flights_compare?folded=flights`, ...scene })
    // What comes after it stands after it: the card would stand before and after it else.
    await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds ?× 2/ })
    expect(await names()).toEqual(expect.arrayContaining(['compare flights', 'choose flights']))
    expect(screen.getByRole('group', { name: 'Group Agent for flights' })).toBeInTheDocument()
    await user.click(within(await graph()).getByRole('button', { name: /^choose flights/ }))
    await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds ?× 3/ })
    expect(await names()).not.toEqual(expect.arrayContaining(['compare flights']))
    expect(search().getAll('folded')).toEqual(['flights'])
  })
})

describe('groups in the outline', PATIENT, () => {
  const rows = () => screen.getAllByRole('treeitem').map((item) => item.textContent?.split(',')[0])

  it('fold and unfold with the tree keys, and are also folded in the diagram', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?graph=outline`, ...scene })
    const flights = await screen.findByRole('treeitem', { name: /^Agent for flights ?, group of 4/ })
    expect(flights).toHaveAttribute('aria-expanded', 'true')
    expect(flights).toHaveAttribute('aria-level', '2')
    const compare = screen.getByRole('treeitem', { name: /^compare flights/ })
    expect(compare).toHaveAttribute('aria-level', '3')
    expect(compare).toHaveAccessibleName(/in the group of Agent for flights, follows search flights/)
    flights.focus()
    await user.keyboard('{ArrowLeft}')
    expect(flights).toHaveAttribute('aria-expanded', 'false')
    expect(rows()).not.toContain('compare flights')
    expect(rows()).toContain('compare hotels')
    expect(search().getAll('folded')).toEqual(['flights'])
    await user.click(screen.getByRole('button', { name: 'Diagram' }))
    expect(
      await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds/ }),
    ).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Outline' }))
    const again = await screen.findByRole('treeitem', { name: /^Agent for flights/ })
    expect(again).toHaveAttribute('aria-expanded', 'false')
    again.focus()
    await user.keyboard('{ArrowRight}')
    expect(again).toHaveAttribute('aria-expanded', 'true')
    expect(search().has('folded')).toBe(false)
  })

  it('are folded if the link folds all, except around the open node', async () => {
    await renderApp({ url: `/runs/${run_id}/nodes/hotels_compare?graph=outline&fold=all`, ...scene })
    expect(await screen.findByRole('treeitem', { name: /^compare hotels/ })).toHaveAttribute('aria-selected', 'true')
    expect(screen.getByRole('treeitem', { name: /^Agent for flights/ })).toHaveAttribute('aria-expanded', 'false')
    expect(rows()).not.toContain('compare flights')
  })
})
