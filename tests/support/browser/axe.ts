import type { Page } from '@playwright/test'
import { createRequire } from 'node:module'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** What axe finds on the page as it stands, one line per rule with the elements it means. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated rather than added as a script tag: the page's own policy forbids scripts that are not its own.
  await page.evaluate(await import('node:fs').then(({ readFileSync }) => readFileSync(AXE, 'utf8')))
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          context: unknown,
          options: unknown,
        ): Promise<{
          violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[]
        }>
      }
    }
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes
          .slice(0, 5)
          .map(({ target, failureSummary }) => `  ${target.join(' ')} ${failureSummary?.split('\n')[1] ?? ''}`)
          .join('\n')}`,
    )
  }, TAGS)
}
