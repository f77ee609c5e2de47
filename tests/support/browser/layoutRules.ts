import type { Page } from '@playwright/test'

/** What breaks a rule on a page, one line per element; empty if nothing does. */
export type LayoutFindings = {
  /** What makes the document wider than the window. */
  readonly overflowing: readonly string[]
  /** Controls that no scrolling brings into the window, or that something else covers there. */
  readonly unreachable: readonly string[]
  /** Targets below 24 × 24 pixels that WCAG 2.5.8 does not except. */
  readonly small: readonly string[]
  /** Pixels of the panel that are in the window at once, once scrolled to; undefined if it is not there. */
  readonly panel: { readonly width: number; readonly height: number } | undefined
}

/**
 * Checks the page as it stands. While a menu is open or a dialog covers the page, only what is in it counts.
 *
 * @param panel selector of the main panel
 */
export const layoutFindings = (page: Page, panel: string): Promise<LayoutFindings> =>
  page.evaluate(async (selector) => {
    const TARGETS =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], [role=button], [role=tab], [role=link], [role=menuitem], [role=option], [role=checkbox], [role=switch], [role=radio], [role=slider]'
    const LEAST = 24
    const dialogs = [...document.querySelectorAll('[role=dialog]')].filter((each) => {
      const { width, height } = each.getBoundingClientRect()
      return width * height > 0.4 * innerWidth * innerHeight
    })
    const menus = [...document.querySelectorAll('.mantine-Popover-dropdown, .mantine-Menu-dropdown')]
    const top = menus.at(-1) ?? dialogs.at(-1) ?? document.body

    const named = (element: Element): string => {
      const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? ''
      const { x, y, width, height } = element.getBoundingClientRect()
      const box = [x, y, width, height].map((each) => Math.round(each * 10) / 10)
      return `<${element.localName} class="${element.getAttribute('class') ?? ''}"> "${words}" at ${box[0]}, ${box[1]}, ${box[2]} × ${box[3]}`
    }
    /** A hidden input is operated by its label. */
    const targetOf = (element: Element): Element => {
      if (!(element instanceof HTMLInputElement)) return element
      const { width, height } = element.getBoundingClientRect()
      const isSeen = width > 4 && height > 4 && getComputedStyle(element).opacity !== '0'
      return element.type === 'radio' || element.type === 'checkbox' || !isSeen
        ? (element.labels?.[0] ?? element)
        : element
    }
    const isVisible = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect()
      if (width < 2 || height < 2 || element.closest('[inert]')) return false
      if (getComputedStyle(element).clipPath === 'inset(50%)') return false
      return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    }
    const scrolls = (style: CSSStyleDeclaration, axis: 'X' | 'Y') =>
      ['auto', 'scroll'].includes(style[`overflow${axis}`])
    const ancestorsOf = (element: Element): Element[] => {
      const all: Element[] = []
      for (let each = element.parentElement; each; each = each.parentElement) all.push(each)
      return all
    }
    const targets = [...new Set([...top.querySelectorAll(TARGETS)].map(targetOf))].filter(
      (each) => isVisible(each) && !(each.getAttribute('tabindex') === '-1' && each.localName === 'div'),
    )

    const overflowing: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) {
      for (const element of document.body.querySelectorAll('*')) {
        const { right } = element.getBoundingClientRect()
        const isHeld = ancestorsOf(element).some((each) => getComputedStyle(each).overflowX !== 'visible')
        if (right > innerWidth + 0.5 && !isHeld) overflowing.push(named(element))
      }
      if (overflowing.length === 0) overflowing.push(`the document is ${document.documentElement.scrollWidth} wide`)
    }

    const small: string[] = []
    const boxes = targets.map((each) => each.getBoundingClientRect())
    const isUndersized = (box: DOMRect) => box.width < LEAST - 0.05 || box.height < LEAST - 0.05
    const middleOf = (box: DOMRect) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    targets.forEach((target, at) => {
      const box = boxes[at]
      if (!box || !isUndersized(box)) return
      // A picture that the reader zooms: its outline has the same nodes in rows of full size.
      if (target.closest('.react-flow__viewport')) return
      if (getComputedStyle(target).display === 'inline') {
        const beside = [...(target.parentElement?.childNodes ?? [])]
        if (beside.some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) return
      }
      const middle = middleOf(box)
      const crowds = targets.some((other, place) => {
        const its = boxes[place]
        if (!its || other === target || other.contains(target) || target.contains(other)) return false
        const nearest = isUndersized(its)
          ? middleOf(its)
          : {
              x: Math.max(its.left, Math.min(middle.x, its.right)),
              y: Math.max(its.top, Math.min(middle.y, its.bottom)),
            }
        const distance = Math.hypot(nearest.x - middle.x, nearest.y - middle.y)
        return distance < (isUndersized(its) ? LEAST : LEAST / 2)
      })
      const isInTarget = targets.some((other) => other !== target && other.contains(target))
      if (crowds || isInTarget) small.push(named(target))
    })

    /** Whether scrolling, as a reader can, brings its middle into the window, with nothing else on top. */
    const reach = (target: Element): string | undefined => {
      // Panning brings the parts of the graph into view, and the lane names follow the scrolling of their chart.
      if (target.closest('.react-flow__viewport, [role=application]')) return undefined
      // The skip link comes into view when the keyboard gets to it.
      if (target.matches('a[href="#content"]')) return undefined
      const around = [target, ...ancestorsOf(target)]
      const fixed = around
        .slice(1)
        .map((each) => ({ each, style: getComputedStyle(each), left: each.scrollLeft, top: each.scrollTop }))
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
      let scrolled = false
      for (const { each, style, left, top: down } of fixed) {
        if (!scrolls(style, 'X') && each.scrollLeft !== left) scrolled = true
        if (!scrolls(style, 'Y') && each !== document.documentElement && each.scrollTop !== down) scrolled = true
        if (!scrolls(style, 'X')) each.scrollLeft = left
        if (!scrolls(style, 'Y')) each.scrollTop = down
      }
      if (!target.isConnected) return undefined
      const box = target.getBoundingClientRect()
      // Of a large target any part will do.
      const x = Math.max(box.left + Math.min(box.width / 2, 12), Math.min(box.left + box.width / 2, innerWidth - 12))
      const y = Math.max(box.top + Math.min(box.height / 2, 12), Math.min(box.top + box.height / 2, innerHeight - 12))
      if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) return 'lies outside the window'
      const hit = document.elementFromPoint(x, y)
      const label = target instanceof HTMLInputElement ? target.labels?.[0] : undefined
      if (hit && (target.contains(hit) || hit.contains(target) || label?.contains(hit))) return undefined
      if (scrolled) return 'is cut off'
      return hit ? `is covered by ${named(hit)}` : 'is not at its place'
    }
    const unreachable = targets.flatMap((target) => {
      if (!target.isConnected) return []
      const why = reach(target)
      return why === undefined ? [] : [`${named(target)} ${why}`]
    })

    /** The part of an element that its scrolled and cut ancestors, and the window, leave in view. */
    const inView = (element: Element) => {
      const box = element.getBoundingClientRect()
      let [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)]
      let [upper, lower] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)]
      for (const each of ancestorsOf(element)) {
        const style = getComputedStyle(each)
        if (style.overflowX === 'visible' || each === document.body || each === document.documentElement) continue
        const around = each.getBoundingClientRect()
        ;[left, right] = [Math.max(left, around.left), Math.min(right, around.right)]
        ;[upper, lower] = [Math.max(upper, around.top), Math.min(lower, around.bottom)]
      }
      return { width: Math.max(0, right - left), height: Math.max(0, lower - upper) }
    }
    const main = [...document.querySelectorAll(selector)].at(-1)
    main?.scrollIntoView({ block: 'center', behavior: 'instant' })
    await new Promise((done) => requestAnimationFrame(done))
    return { overflowing, unreachable, small, panel: main && inView(main) }
  }, panel)

const SPACING = `
  *, *::before, *::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }
`

/** Sets the text spacing of WCAG 1.4.12. The style sheet is adopted, as the page's own policy forbids style tags. */
export const spaceText = (page: Page): Promise<void> =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, SPACING)

/**
 * Texts that their box cuts off without a way to the whole: an ellipsis with a title or an accessible name, or by
 * scrolling. Texts for screen readers only do not count, nor those of the graph, which the reader zooms, nor the
 * thumbnail of a file that a press opens.
 */
export const clippedTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const clipped: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.textContent?.trim() ?? ''
      const parent = node.parentElement
      if (
        words === '' ||
        !parent ||
        parent.closest('script, style, svg, canvas, .react-flow__viewport, button [aria-hidden]')
      )
        continue
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const { left, top, right, bottom } = range.getBoundingClientRect()
      const box = { left, top, right, bottom }
      if (right - left < 1 || bottom - top < 1) continue
      // The lane names follow the scrolling of their chart.
      let isReachedBy = { X: false, Y: parent.closest('[role=application]') !== null }
      for (let each: HTMLElement | null = parent; each && each !== document.body; each = each.parentElement) {
        const style = getComputedStyle(each)
        if (style.clipPath === 'inset(50%)') break
        if (style.position === 'fixed') break
        const around = each.getBoundingClientRect()
        const cut = {
          X: box.right > around.right + 1.5 || box.left < around.left - 1.5,
          Y: box.bottom > around.bottom + 1.5 || box.top < around.top - 1.5,
        }
        const isTold =
          (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') &&
          parent.closest('[title], [aria-label], button, a, [role=button], [role=row], [role=treeitem]') !== null
        for (const axis of ['X', 'Y'] as const) {
          const overflow = style[`overflow${axis}`]
          if (overflow === 'auto' || overflow === 'scroll') isReachedBy = { ...isReachedBy, [axis]: true }
          if ((overflow === 'hidden' || overflow === 'clip') && cut[axis] && !isReachedBy[axis] && !isTold) {
            clipped.push(
              `"${words.slice(0, 40)}" in <${parent.localName} class="${parent.className}"> is cut by <${each.localName} class="${each.className}"> ${axis === 'X' ? 'sideways' : 'in height'}: ${Math.round(right - left)} × ${Math.round(bottom - top)} in ${Math.round(around.width)} × ${Math.round(around.height)}`,
            )
            isReachedBy = { X: true, Y: true }
          }
        }
        // What this box cuts off, the boxes around it cannot.
        if (style.overflowX !== 'visible') {
          ;[box.left, box.right] = [Math.max(box.left, around.left), Math.min(box.right, around.right)]
          ;[box.top, box.bottom] = [Math.max(box.top, around.top), Math.min(box.bottom, around.bottom)]
        }
      }
    }
    return [...new Set(clipped)]
  })
