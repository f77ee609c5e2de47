import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
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

const graph = () => screen.findByRole('group', { name: /^Graph of the run/ })
const PATIENT = { timeout: 120_000 }

describe('groups that nodes name as their parent', PATIENT, () => {
  it('stand in frames, and a press folds all of them to one card each', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?fold=none`, ...scene })
    expect(await screen.findByRole('group', { name: 'Group Agent for flights' })).toBeInTheDocument()
    expect(screen.getByRole('group', { name: 'Group Agent for hotels' })).toBeInTheDocument()
    await user.click(await screen.findByRole('button', { name: 'Fold all' }))
    const cards = await within(await graph()).findAllByRole('button', { name: /^Agent for .*, 4 kinds ?× 4/ })
    expect(cards).toHaveLength(2)
    expect(screen.queryByRole('group', { name: /^Group / })).not.toBeInTheDocument()
  })

  it('open from their list, by the keyboard, and fold again at their frame', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?fold=all`, ...scene })
    const card = await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds/ })
    card.focus()
    await user.keyboard('{Enter}')
    const list = await screen.findByRole('region', { name: 'Members of Agent for flights, 4 kinds, 4 nodes' })
    await user.click(within(list).getByRole('button', { name: 'Unfold in the graph' }))
    const frame = await screen.findByRole('group', { name: 'Group Agent for flights' })
    expect(location.search).toContain('opened=flights')
    expect(await within(await graph()).findByRole('button', { name: /^compare flights/ })).toBeInTheDocument()
    expect(within(await graph()).getByRole('button', { name: /^Agent for hotels, 4 kinds/ })).toBeInTheDocument()
    within(frame).getByRole('button', { name: 'Fold the group Agent for flights' }).focus()
    await user.keyboard('{Enter}')
    expect(
      await within(await graph()).findByRole('button', { name: /^Agent for flights, 4 kinds/ }),
    ).toBeInTheDocument()
    expect(location.search).not.toContain('opened')
  })
})
