import { aBundle, aMessage, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'

const run_id = BLUE
const long = `The beginning. ${'word '.repeat(4000)}The end of it.`
const data = [
  aBundle({
    run: aRun({ run_id, task_description: long }),
    nodes: [aNode({ run_id })],
    messages: [aMessage({ run_id, node_id: 'step_1', content: long })],
  }),
]
const scene = { data, sessions: [aSession()] }

it('a long message shows its beginning, and the full text on demand', async () => {
  const { user } = await renderApp({ url: `/runs/${run_id}?view=messages`, ...scene })
  const message = within(await screen.findByRole('article', { name: /planner to engineer/ }))
  expect(await message.findByText(/^The beginning\. word/)).toBeInTheDocument()
  expect(message.queryByRole('button', { name: 'Copy message' })).toBeNull()
  await user.click(message.getByRole('button', { name: 'Show all 20.0 kB' }))
  expect(await message.findByText('20,029 characters')).toBeInTheDocument()
  expect(message.getByRole('button', { name: 'Copy message' })).toBeInTheDocument()
  await user.click(message.getByRole('button', { name: 'Show less' }))
  expect(message.queryByText('20,029 characters')).toBeNull()
})

it('the title of a run is the beginning of a long task, and the full task can be shown', async () => {
  const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
  const title = await screen.findByRole('heading', { level: 1 })
  expect(title.textContent).toMatch(/^The beginning/)
  expect(title.textContent.length).toBeLessThan(400)
  await user.click(screen.getByRole('button', { name: 'Show full task, 20,029 characters' }))
  expect(await screen.findByRole('button', { name: 'Copy task' })).toBeInTheDocument()
})
