import type { Locator, Page } from '@playwright/test'

/** A card of the graph in view. */
export const card = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: /Graph of the run/ }).getByRole('button', { name })
