import type { APIRequestContext } from '@playwright/test'
import { report } from '#tests/support/attacks/report.ts'
import { expect, test } from '#tests/support/browser/watched.ts'

/* Runs whose every text tries to run, to load or to leave, looked at on every kind of page. */

const OWN = 'window.owned=1'
/** Short enough to be ids, too. The word at the end of each is what a page shows that shows the text. */
const TEXTS = [
  `<script>${OWN}</script> alpha`,
  `<img src=x onerror="${OWN}"> beta`,
  `"><svg/onload=${OWN}> gamma`,
  `<iframe srcdoc="<script>parent.${OWN}</script>"></iframe> delta`,
  `[x](javascript:${OWN}) ![](http://tracker.invalid/p.png) <javascript:${OWN}> epsilon`,
  `<style>@import 'http://tracker.invalid/a'</style><link rel=stylesheet href=//tracker.invalid/b> zeta`,
  `<base href=//tracker.invalid/><form action=/><input autofocus onfocus=${OWN}></form> eta`,
  `<details open ontoggle=${OWN}>x</details> {{constructor.constructor('${OWN}')()}} theta`,
] as const
const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta']

/** A run that says `text` wherever a writer may say anything. */
async function post(request: APIRequestContext, text: string): Promise<string> {
  const run_id = crypto.randomUUID()
  const from = { node_id: text, event_type: text, event_subtype: text, agent_name: text }
  const html = `<!doctype html><body>${text}</body>`
  const batch = {
    sessions: [{ session_id: text, name: text, user_id: text, meta: { text } }],
    run: {
      session_id: text,
      status: 'failed',
      mode: text,
      agent: text,
      model: text,
      task_description: text,
      started_at: '2026-01-20T09:00:00Z',
      meta: { [text]: text },
    },
    nodes: [
      { node_id: text, node_type: text, label: text, agent: text, status: 'failed', meta: { [text]: text } },
      { node_id: 'next', label: text, status: 'completed' },
    ],
    edges: [{ from_node_id: text, to_node_id: 'next', condition: text }],
    events: [
      {
        ...from,
        event_id: `e1 ${text}`,
        timestamp: '2026-01-20T09:00:01Z',
        duration_ms: 900,
        inputs: { [text]: text },
        outputs: { response: text, html, nested: [text, { text }] },
        error_message: text,
        status: text,
        meta: { [text]: text },
      },
    ],
    files: ['page.html', 'drawing.svg', 'notes.md', 'table.csv'].map((name) => ({
      file_id: `${name} ${text}`,
      node_id: text,
      file_path: `${text.replaceAll('/', ' ')} ${name}`,
      content_text:
        name === 'drawing.svg' ? `<svg xmlns="http://www.w3.org/2000/svg" onload="${OWN}">${text}</svg>` : text,
    })),
    messages: [{ message_id: `m1 ${text}`, node_id: text, sender: text, recipient: text, content: text }],
  }
  const reply = await request.post(`/api/runs/${run_id}/batch`, { data: batch })
  const said = await reply.text()
  expect([reply.status(), said]).toEqual([200, said])
  return run_id
}

function pagesOf(run_id: string, text: string): readonly string[] {
  const run = `/runs/${run_id}`
  const node = `${run}/nodes/${encodeURIComponent(text)}`
  const event = encodeURIComponent(`e1 ${text}`)
  return [
    run,
    `${run}?view=timeline`,
    `${run}?view=files&file=${encodeURIComponent(`notes.md ${text}`)}`,
    `${run}?view=messages`,
    node,
    `${node}?tab=events&event=${event}`,
    `${node}?tab=files`,
    `${node}?tab=messages`,
  ]
}

for (const [at, text] of TEXTS.entries()) {
  const word = WORDS[at] ?? ''
  test(`hostile text ${word} runs no script, loads nothing and violates no policy`, async ({ page, request }) => {
    test.setTimeout(120_000)
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    const run_id = await post(request, text)
    const paths = pagesOf(run_id, text)
    for (const path of paths) {
      await page.goto(path)
      await expect(page.getByText(word).first(), path).toBeAttached()
      await expect(page.getByRole('progressbar')).toHaveCount(0)
      const isOwned = await page.evaluate(() => 'owned' in window)
      expect([path, isOwned, page.url().includes(run_id), dialogs]).toEqual([path, false, true, []])
    }
    // What the page asked of other origins, and what its policy refused, is among the complaints of every watched test.
    report(`hostile text ${word}`, { 'pages opened': paths.length })
  })
}
