import type { Page } from '@playwright/test'
import { axeFindings } from '../support/browser/axe.ts'
import { expect, test } from '../support/browser/watched.ts'

type Row = {
  readonly run_id: string
  readonly node_count: number
  readonly message_count: number
  readonly event_count: number
}

async function runs(page: Page): Promise<readonly Row[]> {
  return (await (await page.request.get('/api/runs?limit=500')).json()).items
}

/** A page that was loaded follows the scheme of the system, so that both are looked at in one. */
const SCHEMES = ['light', 'dark'] as const

/** Below this width the list of runs is a drawer. */
const NARROW = { width: 900, height: 700 }

/** Unfolds a comparison and all findings, so that all of the report is looked at. */
async function unfold(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'step_1' }).click()
  await expect(page.getByText(/The old query by id alone/)).toBeVisible()
  for (const fold of await page.getByText(/^Where/).all()) await fold.click()
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible()
}

const VIEWS: readonly {
  readonly name: string
  readonly path: (rows: readonly Row[]) => string
  readonly act?: (page: Page) => Promise<void>
  readonly viewport?: { readonly width: number; readonly height: number }
}[] = [
  { name: 'the start', path: () => '/' },
  { name: 'the overview of a run', path: (rows) => `/runs/${largest(rows)}?view=overview` },
  { name: 'the graph', path: (rows) => `/runs/${largest(rows)}` },
  {
    name: 'a part of the graph',
    path: (rows) => `/runs/${named(rows)}?downstream=step_1`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Filter graph' }).click()
      await expect(page.getByRole('menuitem', { name: 'Whole graph' })).toBeVisible()
    },
  },
  { name: 'the timeline', path: (rows) => `/runs/${largest(rows)}?view=timeline` },
  { name: 'the table of the timeline', path: (rows) => `/runs/${largest(rows)}?view=timeline&timeline=table` },
  { name: 'the outline of the graph', path: (rows) => `/runs/${largest(rows)}?graph=outline` },
  { name: 'the events of a run', path: (rows) => `/runs/${largest(rows)}?view=events` },
  {
    name: 'an event without a node',
    path: (rows) => `/runs/${largest(rows)}?view=events`,
    act: async (page) => {
      await page.getByRole('treegrid').getByText(/draft/).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  { name: 'the files of a run', path: (rows) => `/runs/${largest(rows)}?view=files` },
  { name: 'the list of files of a run', path: (rows) => `/runs/${largest(rows)}?view=files&files=list` },
  { name: 'the messages of a run', path: (rows) => `/runs/${largest(rows)}?view=messages` },
  { name: 'the sequence of messages', path: (rows) => `/runs/${largest(rows)}?view=messages&messages=sequence` },
  { name: 'the timeline of a node', path: (rows) => `/runs/${named(rows)}/nodes/step_1?tab=timeline` },
  {
    name: 'a search in a run',
    path: (rows) => `/runs/${largest(rows)}?find=covariance`,
    act: (page) => expect(page.locator('mark').first()).toBeVisible(),
  },
  {
    name: 'the command palette',
    path: (rows) => `/runs/${largest(rows)}`,
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  {
    name: 'the help sheet',
    path: (rows) => `/runs/${largest(rows)}`,
    act: async (page) => {
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog').getByText('Ctrl').first()).toBeVisible()
    },
  },
  { name: 'a run without nodes', path: (rows) => `/runs/${rows.find((row) => row.node_count === 0)?.run_id}` },
  { name: 'a run that is not there', path: () => '/runs/dead0000-0000-4000-8000-00000000dead' },
  { name: 'the overview of a node', path: (rows) => `/runs/${named(rows)}/nodes/step_1` },
  {
    name: 'the events of a node, one of them open',
    path: (rows) => `/runs/${named(rows)}/nodes/step_1?tab=events`,
    act: async (page) => {
      await page
        .getByRole('dialog')
        .getByText(/ran Python/)
        .first()
        .click()
      await expect(page.getByRole('dialog').locator('pre, code').first()).toBeVisible()
    },
  },
  { name: 'the files of a node', path: (rows) => `/runs/${named(rows)}/nodes/step_1?tab=files` },
  { name: 'the messages of a node', path: (rows) => `/runs/${named(rows)}/nodes/step_1?tab=messages` },
  { name: 'the list of failed runs', path: () => '/?status=failed' },
  { name: 'the integrity report', path: () => '/integrity', act: unfold },
  { name: 'the integrity report on a narrow screen', path: () => '/integrity', act: unfold, viewport: NARROW },
  { name: 'how to connect an agent', path: () => '/connect' },
  { name: 'how to connect an agent on a narrow screen', path: () => '/connect', viewport: NARROW },
  { name: 'the findings of a run', path: (rows) => `/integrity?run=${named(rows)}` },
]

const largest = (rows: readonly Row[]): string =>
  rows.reduce((best, row) => (row.node_count > best.node_count ? row : best)).run_id
/** A run of the known chain, whose step_1 has a full set of events. */
const named = (rows: readonly Row[]): string =>
  rows.find((row) => row.node_count === 3 && row.event_count >= 16)?.run_id ?? largest(rows)

for (const { name, path, act, viewport } of VIEWS) {
  test(`axe finds no violations on ${name}, light and dark`, async ({ page }) => {
    // What turns for ever would only keep the machine busy.
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    if (viewport) await page.setViewportSize(viewport)
    // A page that follows its run is never without a connection: it is settled when no reply has come for a while.
    let lastReply = Date.now()
    page.on('response', () => {
      lastReply = Date.now()
    })
    await page.goto(path(await runs(page)))
    await expect.poll(() => Date.now() - lastReply).toBeGreaterThan(500)
    await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
    await act?.(page)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
      expect(await axeFindings(page), scheme).toEqual([])
    }
  })
}
