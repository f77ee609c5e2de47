import { card } from '#tests/support/browser/card.ts'
import { example } from '#tests/support/browser/example.ts'
import { expect, test } from '#tests/support/browser/watched.ts'

test('an empty database says what to paste, and a graph of LangGraph draws itself there', async ({ page, baseURL }) => {
  await page.goto('/')
  await expect(page.getByText(/Waiting for the first span/)).toBeVisible()
  await expect(page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${baseURL}`)).toBeVisible()

  const reporting = example('langgraph', baseURL)
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  // A node is there while it runs: LangGraph names it on every span within.
  await expect(card(page, 'plan').or(card(page, 'range')).first()).toBeVisible()
  await reporting
  for (const name of ['plan', 'cost', 'noise', 'range', 'writer'])
    await expect(card(page, name)).toContainText('completed')

  // The last cards may still be gliding to their places, and a press that begins on one and ends beside it is none.
  const dialog = page.getByRole('dialog')
  await expect(async () => {
    await card(page, 'writer').click()
    await expect(dialog).toBeVisible({ timeout: 2000 })
  }).toPass()
  await dialog.getByRole('tab', { name: /Events/ }).click()
  await expect(dialog).toContainText(/all from run/)
})
