import type { APIRequestContext, Page } from '@playwright/test'
import { axeFindings } from '#tests/support/browser/axe.ts'
import { expect, test } from '#tests/support/browser/watched.ts'

/* Teams of six, each a group, as a person meets them: a few of them mounted, and sixty of them painted. */

const run = (teams: number) => {
  const names = Array.from({ length: teams }, (_, at) => `team_${at}`)
  const steps = (team: string) => Array.from({ length: 5 }, (_, step) => `${team}_${step}`)
  return {
    run: { status: 'running', task_description: `${teams} teams` },
    nodes: names.flatMap((team, at) => [
      { node_id: team, label: `Team ${String.fromCodePoint(97 + (at % 26))}${at}`, status: 'completed' },
      ...steps(team).map((node_id, step) => ({
        node_id,
        label: `Step ${step} of ${at}`,
        status: 'completed',
        parent_node_id: team,
      })),
    ]),
    edges: names.flatMap((team) =>
      [team, ...steps(team)]
        .slice(1)
        .map((to_node_id, step) => ({ from_node_id: step === 0 ? team : `${team}_${step - 1}`, to_node_id })),
    ),
  }
}

async function post(request: APIRequestContext, data: object, run_id: string = crypto.randomUUID()): Promise<string> {
  const reply = await request.post(`/api/runs/${run_id}/batch`, { data })
  expect(reply.status()).toBe(200)
  return run_id
}

const graphIn = (page: Page) => page.getByRole('group', { name: /^Graph of the run/ })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a group folds in a live run, and axe finds no violations in the graph or the outline', async ({
  page,
  request,
}) => {
  const run_id = await post(request, run(2))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`/runs/${run_id}?fold=none`)
  await button(page, 'Fold group Team a0').click()
  await expect(graphIn(page).getByRole('button', { name: /^Team a0, 2 kinds ?× 6/ })).toBeInViewport()
  await expect(page).toHaveURL(/\?fold=none&folded=team_0$/)
  // A step begins, and another one comes: the one that runs stands beside the card, and goes back into it when it is over.
  const next = { node_id: 'team_0_5', label: 'Step 5 of 0', parent_node_id: 'team_0' }
  const edges = [{ from_node_id: 'team_0_4', to_node_id: 'team_0_5' }]
  await post(request, { nodes: [{ ...next, status: 'running' }], edges }, run_id)
  await expect(graphIn(page).getByRole('button', { name: /^Step 5 of 0 ?,.* running/ })).toBeVisible()
  await expect(graphIn(page).getByRole('button', { name: /^Team a0, 2 kinds ?× 6/ })).toBeVisible()
  await post(request, { nodes: [{ node_id: 'team_0_5', status: 'completed' }] }, run_id)
  await expect(graphIn(page).getByRole('button', { name: /^Team a0, 2 kinds ?× 7/ })).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Outline' }).click()
  const row = page.getByRole('treeitem', { name: /^Team a0 ?, group of/ })
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  await row.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { name: /^Step 5 of 0/ })).toBeVisible()
  await expect(page).not.toHaveURL(/folded/)
  expect(await axeFindings(page)).toEqual([])
})

test('a group in a painted graph folds by mouse and by keyboard', async ({ page, request }) => {
  const run_id = await post(request, run(60))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`/runs/${run_id}?fold=none`)
  const fold = button(page, 'Fold group Team a0')
  await expect(fold).toHaveAttribute('tabindex', '0')
  // From the card of its leader the key leads to it, wherever its name is.
  await page.locator('[data-card-id="team_0"]').focus()
  await page.keyboard.press('Tab')
  await expect(fold).toBeFocused()
  await expect(fold).toBeInViewport()
  await fold.click()
  const unfold = button(page, 'Unfold group Team a0')
  await expect(unfold).toBeInViewport()
  await expect(page).toHaveURL(/folded=team_0/)
  await page.keyboard.press('Enter')
  await expect(fold).toBeFocused()
  await expect(fold).toBeInViewport()
  await expect(page).not.toHaveURL(/folded/)
})
