import { expect, type Page } from '@playwright/test'
import { oneCall } from './oneCall.ts'

type Row = { readonly run_id: string; readonly node_count: number; readonly event_count: number }

/** A view of the app, with what must be done to get to it, and the selector of its main panel. */
export type SmallView = {
  readonly name: string
  readonly path: (runs: { readonly largest: string; readonly chain: string }) => string
  readonly act?: (page: Page) => Promise<void>
  readonly panel: string
}

const RUN = '[role=main] [role=tabpanel], main [role=tabpanel]'
const NODE = '[role=dialog] [role=tabpanel]'

export const SMALL_VIEWS: readonly SmallView[] = [
  { name: 'the start', path: () => '/', panel: 'main' },
  { name: 'the overview', path: ({ largest }) => `/runs/${largest}?view=overview`, panel: RUN },
  { name: 'the graph', path: ({ largest }) => `/runs/${largest}?view=graph`, panel: '.react-flow' },
  {
    name: 'the outline',
    path: ({ largest }) => `/runs/${largest}?view=graph&graph=outline`,
    panel: 'main [role=tree]',
  },
  { name: 'the timeline', path: ({ largest }) => `/runs/${largest}?view=timeline`, panel: '[role=application]' },
  {
    name: 'the table of the timeline',
    path: ({ largest }) => `/runs/${largest}?view=timeline&timeline=table`,
    panel: 'main [role=treegrid]',
  },
  { name: 'the events', path: ({ largest }) => `/runs/${largest}?view=events`, panel: 'main [role=treegrid]' },
  {
    name: 'an open event without a node',
    path: ({ largest }) => `/runs/${largest}?view=events`,
    act: async (page) => {
      await page.getByRole('treegrid').getByText(/draft/).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
    panel: '[role=dialog]',
  },
  { name: 'the files', path: ({ largest }) => `/runs/${largest}?view=files`, panel: RUN },
  { name: 'the list of files', path: ({ largest }) => `/runs/${largest}?view=files&files=list`, panel: RUN },
  { name: 'the messages', path: ({ largest }) => `/runs/${largest}?view=messages`, panel: RUN },
  {
    name: 'the sequence of messages',
    path: ({ largest }) => `/runs/${largest}?view=messages&messages=sequence`,
    panel: RUN,
  },
  {
    name: 'a search',
    path: ({ largest }) => `/runs/${largest}?view=graph&find=covariance`,
    act: (page) => expect(page.locator('mark').first()).toBeVisible(),
    panel: '.react-flow',
  },
  ...['overview', 'timeline', 'events', 'files', 'messages'].map((tab) => ({
    name: `the ${tab} of a node`,
    path: ({ chain }: { readonly chain: string }) => `/runs/${chain}/nodes/step_1?tab=${tab}`,
    panel: NODE,
  })),
  {
    name: 'an open event of a node',
    path: ({ chain }) => `/runs/${chain}/nodes/step_1?tab=events`,
    act: async (page) => {
      const row = page.getByRole('dialog').locator('[role=row][data-index]').first()
      await row.click()
      await expect(row).toHaveAttribute('data-opened', 'true')
    },
    panel: NODE,
  },
  { name: 'the integrity report', path: () => '/integrity', panel: 'main' },
  { name: 'how to connect an agent', path: () => '/connect', panel: 'main' },
  { name: 'the unassigned calls', path: () => '/unassigned-calls', panel: 'main' },
  {
    name: 'an unassigned call',
    path: () => '/unassigned-calls',
    act: async (page) => {
      await page.request.post('/v1/traces', { data: oneCall(Date.now(), 'gpt-small').call })
      await page
        .getByRole('link', { name: /gpt-small/ })
        .first()
        .click()
      await expect(page.getByRole('dialog', { name: 'Unassigned call' }).getByRole('listitem').first()).toBeVisible()
    },
    panel: '[role=dialog]',
  },
  {
    name: 'an open file',
    path: ({ chain }) => `/runs/${chain}/nodes/step_1?tab=files`,
    act: async (page) => {
      await page.getByRole('dialog').locator('[data-card]').first().click()
      await expect(page.getByRole('region', { name: /^Content of/ })).toBeVisible()
    },
    panel: NODE,
  },
  {
    name: 'the findings, unfolded',
    path: () => '/integrity',
    act: async (page) => {
      await page.getByRole('main').getByRole('button', { name: 'step_1' }).click()
      for (const fold of await page.getByText(/^Where/).all()) await fold.click()
    },
    panel: 'main',
  },
  {
    name: 'the filters of the list of runs',
    path: () => '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show run list' }).click()
      await page.getByRole('button', { name: /^Filter/ }).click()
      await expect(page.getByRole('checkbox', { name: 'Only runs with errors' })).toBeVisible()
    },
    panel: '.mantine-Popover-dropdown',
  },
  {
    name: 'why rows of other runs matter',
    path: ({ chain }) => `/runs/${chain}/nodes/step_1`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Why this matters' }).click()
      await expect(page.getByText(/The old query by id alone/)).toBeVisible()
    },
    panel: '.mantine-Popover-dropdown',
  },
  {
    name: 'the keyboard help',
    path: ({ largest }) => `/runs/${largest}`,
    act: async (page) => {
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog').getByText('Ctrl').first()).toBeVisible()
    },
    panel: '[role=dialog] section, [role=dialog]',
  },
  {
    name: 'the palette',
    path: ({ largest }) => `/runs/${largest}`,
    act: async (page) => {
      await page.locator('header button[aria-haspopup=dialog]').first().click()
      await expect(page.getByRole('option').first()).toBeVisible()
    },
    panel: '[role=listbox]',
  },
  {
    name: 'the list of runs',
    path: ({ largest }) => `/runs/${largest}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Show run list' }).click()
      await expect(page.getByRole('dialog', { name: 'Runs' }).getByRole('link').first()).toBeVisible()
    },
    panel: '[role=dialog] [role=list], [role=dialog] ul',
  },
]

/** The run with the largest graph, and a run whose step_1 has a full set of events. */
export async function runsOfSmallViews(page: Page): Promise<{ readonly largest: string; readonly chain: string }> {
  const { items }: { readonly items: readonly Row[] } = await (await page.request.get('/api/runs?limit=500')).json()
  const largest = items.reduce((best, row) => (row.node_count > best.node_count ? row : best))
  const chain = items.find((row) => row.node_count === 3 && row.event_count >= 16) ?? largest
  return { largest: largest.run_id, chain: chain.run_id }
}

/** Opens a view and waits until it is settled. */
export async function openView(page: Page, view: SmallView, path: string): Promise<void> {
  let lastReply = Date.now()
  const onResponse = () => {
    lastReply = Date.now()
  }
  page.on('response', onResponse)
  await page.goto(path)
  await expect.poll(() => Date.now() - lastReply, { intervals: [100] }).toBeGreaterThan(400)
  await expect(page.locator('[aria-label^="Loading"], [aria-label^="Laying out"]')).toHaveCount(0)
  page.off('response', onResponse)
  await view.act?.(page)
}
