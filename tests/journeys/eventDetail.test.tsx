import { aBundle, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='
const at = (second: number) => `2026-01-20T14:00:0${second}.000000Z`
const run_id = BLUE
const node_id = 'step_1'

const data = [
  aBundle({
    run: aRun({ run_id, session_id: 'session-1' }),
    nodes: [aNode({ run_id, node_id, label: 'Ask' })],
    events: [
      anEvent({
        run_id,
        node_id,
        event_id: 'asked',
        event_type: 'llm_call',
        timestamp: at(0),
        execution_order: 1,
        inputs: {
          temperature: 0.2,
          messages: [
            { role: 'system', content: 'Be brief.' },
            {
              role: 'user',
              content: [
                { type: 'text', text: 'What is this?' },
                { type: 'image_url', image_url: { url: PIXEL } },
                { type: 'image_url', image_url: { url: 'https://elsewhere.invalid/a.png' } },
              ],
            },
            {
              role: 'assistant',
              tool_calls: [
                { id: 'c1', type: 'function', function: { name: 'look_up', arguments: '{"what": "pixel"}' } },
              ],
            },
            { role: 'tool', tool_call_id: 'c1', content: 'one pixel' },
          ],
        },
        outputs: {
          choices: [
            { message: { role: 'assistant', reasoning_content: 'It is small.', content: 'A *pixel*.', mood: 'calm' } },
          ],
        },
        meta: { model: 'big-model', provider: 'acme', tokens: { input: 1200, output: 40 }, cost_usd: 0.0123 },
      }),
      ...['a', 'b'].flatMap((call, index) => [
        anEvent({
          run_id,
          node_id,
          event_id: `start-${call}`,
          event_type: 'tool_call',
          event_subtype: 'start',
          timestamp: at(2),
          started_at: at(2),
          execution_order: 2 + index,
          inputs: { tool: 'look_up', arguments: { what: `argument ${call}` } },
          meta: { span_id: call },
        }),
        anEvent({
          run_id,
          node_id,
          event_id: `end-${call}`,
          event_type: 'tool_call',
          event_subtype: 'complete',
          timestamp: at(3),
          started_at: at(2),
          completed_at: at(3),
          execution_order: 4 + index,
          outputs: { result: `result ${call}` },
          meta: { span_id: call },
        }),
      ]),
    ],
  }),
]

async function open(event: string) {
  const { user } = await renderApp({
    url: `/runs/${run_id}/nodes/${node_id}?tab=events&event=${event}`,
    data,
    sessions: [aSession()],
  })
  const dialog = await screen.findByRole('dialog', { name: 'Ask' })
  await within(dialog).findByRole('button', { name: 'Show raw JSON' })
  return { user, dialog, in: within(dialog) }
}

/** The section under a heading. */
const section = (dialog: HTMLElement, name: string) => {
  const found = within(dialog).getByRole('heading', { name }).closest('section')
  if (!found) throw new Error('a heading stands in a section')
  return found
}

describe('the detail of a model call', () => {
  it('reads as a chat, turn by turn', async () => {
    const { dialog } = await open('asked')
    const turns = within(section(dialog, 'Sent to the model')).getAllByRole('listitem')
    expect(turns.map((turn) => turn.dataset['role'])).toEqual(['system', 'user', 'assistant', 'tool'])
    expect(turns[0]).toHaveTextContent('Be brief.')
    expect(turns[2]).toHaveTextContent(/Calls look_up/)
    await waitFor(() => expect(turns[2]).toHaveTextContent(/what: "pixel"/))
    expect(turns[3]).toHaveTextContent(/Result of look_up.*one pixel/)
    const answer = section(dialog, 'Answer')
    expect((await within(answer).findByText('pixel')).tagName).toBe('EM')
  })

  it('has the model, its temperature, tokens and cost beside it', async () => {
    const { in: inside } = await open('asked')
    for (const [name, value] of [
      ['Model', 'big-model'],
      ['Provider', 'acme'],
      ['Temperature', '0.2'],
      ['Input tokens', '1,200'],
      ['Output tokens', '40'],
    ] as const)
      expect(inside.getByText(name, { selector: 'dt' }).nextElementSibling).toHaveTextContent(value)
    expect(inside.getByText('Cost', { selector: 'dt' }).nextElementSibling).toHaveTextContent(/0\.0123/)
  })

  it('folds reasoning and unknown fields, and shows them on request', async () => {
    const { user, in: inside } = await open('asked')
    expect(inside.queryByText('It is small.')).toBeNull()
    await user.click(inside.getByText('Reasoning, 12 characters'))
    expect(await inside.findByText('It is small.')).toBeVisible()
    await user.click(inside.getByText('Other fields: mood'))
    expect(await inside.findByText(/calm/)).toBeVisible()
  })

  it('draws the images that it contains, and requests none from another host', async () => {
    const { in: inside } = await open('asked')
    const images = inside.getAllByRole('img').filter((image) => image instanceof HTMLImageElement)
    expect(images.map((image) => image.getAttribute('src'))).toEqual([PIXEL])
    expect(inside.getByText('https://elsewhere.invalid/a.png')).toBeInTheDocument()
  })

  it('shows the raw JSON with one click, and the chat with another', async () => {
    const { user, in: inside } = await open('asked')
    await user.click(inside.getByRole('button', { name: 'Show raw JSON' }))
    expect(inside.getByRole('heading', { name: 'Raw JSON' })).toBeInTheDocument()
    expect(inside.queryByRole('heading', { name: 'Answer' })).toBeNull()
    await user.click(inside.getByRole('button', { name: 'Show formatted' }))
    expect(inside.getByRole('heading', { name: 'Answer' })).toBeInTheDocument()
  })

  it('has no accessibility problems that a program can find', async () => {
    const { dialog } = await open('asked')
    await within(section(dialog, 'Answer')).findByText('pixel')
    // jsdom has no layout to judge contrast by.
    const { violations } = await axe.run(dialog, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})

describe('the detail of a tool call', () => {
  it.each([
    ['start-a', 'end of this call', 'end-a'],
    ['end-a', 'start of this call', 'start-a'],
  ])('shows arguments and result together at %s, and opens the other event', async (event, link, other) => {
    const { user, dialog, in: inside } = await open(event)
    const button = await inside.findByRole('button', { name: link })
    await waitFor(() => expect(section(dialog, 'Arguments of look_up')).toHaveTextContent('argument a'))
    expect(section(dialog, 'Result')).toHaveTextContent('result a')
    expect(dialog).not.toHaveTextContent('None recorded.')
    await user.click(button)
    await waitFor(() => expect(new URLSearchParams(location.search).get('event')).toBe(other))
  })
})

describe('the title of an event without a node', () => {
  it('is there from the beginning and stays', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?view=events` })
    const row = await screen.findByRole('row', { name: /cobalt run began/ })
    const titles = new Set<string | null>()
    const watch = new MutationObserver(() => {
      const title = document.querySelector('[role="dialog"] h2')
      if (title) titles.add(title.textContent)
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    await user.click(row)
    await within(await screen.findByRole('dialog')).findByRole('button', { name: 'Show raw JSON' })
    watch.disconnect()
    expect([...titles]).toEqual(['Event without a node'])
  })
})
