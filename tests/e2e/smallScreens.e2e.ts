import { clippedTexts, layoutFindings, spaceText, type LayoutFindings } from '../support/browser/layoutRules.ts'
import { openView, runsOfSmallViews, SMALL_VIEWS } from '../support/browser/smallViews.ts'
import { expect, test } from '../support/browser/watched.ts'

/** A phone, and a window of 1280 × 1024 at 400 % zoom, as WCAG 1.4.10 has it. */
const SIZES = [
  { width: 390, height: 844, hasTouch: true },
  { width: 320, height: 256, hasTouch: false },
]
/** Pixels of a main panel that must be in view at once. */
const USABLE_HEIGHT = 100
const USABLE_WIDTH = 200

type Seen = { readonly name: string; readonly findings: LayoutFindings; readonly clipped: readonly string[] }

for (const { width, height, hasTouch } of SIZES) {
  test.describe(`at ${width} × ${height}`, () => {
    // All views are visited once, and each rule then looks at what was found.
    test.describe.configure({ mode: 'default' })
    const seen: Seen[] = []

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(300_000)
      const context = await browser.newContext({ viewport: { width, height }, hasTouch, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const runs = await runsOfSmallViews(page)
      for (const view of SMALL_VIEWS) {
        // oxlint-disable no-await-in-loop -- one page visits one view after the other
        await openView(page, view, view.path(runs))
        const findings = await layoutFindings(page, view.panel)
        await spaceText(page)
        seen.push({ name: view.name, findings, clipped: await clippedTexts(page) })
        // oxlint-enable no-await-in-loop
      }
      await context.close()
    })

    const broken = (of: (view: Seen) => readonly string[]) =>
      seen.flatMap((view) => of(view).map((line) => `${view.name}: ${line}`))

    test('no view is wider than the window', () => {
      expect(broken(({ findings }) => findings.overflowing)).toEqual([])
    })

    test('scrolling reaches every control', () => {
      expect(broken(({ findings }) => findings.unreachable)).toEqual([])
    })

    test('every target is at least 24 × 24 pixels, or has that much space to itself', () => {
      expect(broken(({ findings }) => findings.small)).toEqual([])
    })

    test('the main panel of every view has a usable size', () => {
      const tooSmall = broken(({ findings: { panel } }) =>
        panel && panel.height >= USABLE_HEIGHT && panel.width >= USABLE_WIDTH
          ? []
          : [panel ? `${Math.round(panel.width)} × ${Math.round(panel.height)}` : 'it is not there'],
      )
      expect(tooSmall).toEqual([])
    })

    test('the text spacing that a reader sets cuts no text off', () => {
      expect(broken(({ clipped }) => clipped)).toEqual([])
    })
  })
}
