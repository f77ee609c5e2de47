import { aBundle, aMessage, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'

const run_id = BLUE
const SCRIPT = '<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=1</script>'

const hostile = aBundle({
  run: aRun({ run_id, task_description: SCRIPT, agent: SCRIPT }),
  nodes: [
    aNode({ run_id, node_id: 'a/b?c#d %2e é😀', label: SCRIPT, node_type: SCRIPT.slice(0, 100), status: 'dreaming' }),
  ],
  events: [
    anEvent({
      run_id,
      node_id: 'a/b?c#d %2e é😀',
      event_id: 'e1',
      agent_name: SCRIPT,
      event_type: 'info',
      outputs: { message: SCRIPT },
    }),
  ],
  messages: [
    aMessage({
      run_id,
      node_id: 'a/b?c#d %2e é😀',
      content: `${SCRIPT}\n\n[click](javascript:alert(1)) ![pixel](https://evil.example/p.png)`,
    }),
  ],
})

it('what agents wrote is shown as text, in every place, and nothing of it runs', async () => {
  const url = `/runs/${run_id}/nodes/${encodeURIComponent('a/b?c#d %2e é😀')}?tab=messages`
  const { user } = await renderApp({ url, data: [hostile], sessions: [aSession()] })
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText('click')).toBeInTheDocument()
  expect(dialog).toHaveTextContent('dreaming')
  await user.click(within(dialog).getByRole('tab', { name: /^Events/ }))
  expect(await within(dialog).findAllByText(/onerror/)).not.toHaveLength(0)
  expect(document.querySelector('script:not([src]), img[src="x"], img[src*="evil.example"]')).toBeNull()
  expect(document.querySelector('a[href^="javascript:"]')).toBeNull()
  expect(Reflect.get(globalThis, 'owned')).toBeUndefined()
})
