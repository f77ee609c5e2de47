/** Limits of one highlighting pass, so that a page of long payloads stays fast. */
const NODES_MAX = 20_000
const CHARS_MAX = 2_000_000
const MARKS_MAX = 2_000

/** Only recorded data is highlighted, not the app's own texts; the list of matches highlights itself. */
const SKIPPED =
  'header:has(> search), search, script, style, textarea, label, dt, [role="tablist"], [role="toolbar"], [role="radiogroup"], [role="note"], [role="columnheader"], [aria-pressed], [aria-haspopup]'
/** A match may span several spans of highlighted code, but not several of these blocks. */
const BLOCKS =
  'address, article, button, dd, div, dt, h1, h2, h3, h4, h5, h6, li, p, pre, section, summary, td, th, title'

/** Consecutive text nodes in a block, with the offset of each in their joined text. */
type Run = { block: Element | null; text: string; readonly parts: { readonly node: Node; readonly from: number }[] }

/**
 * Finds a text within the rendered content of these roots, case-insensitively if both cases are a single code unit.
 * O(text), limited: text beyond the limits is not highlighted.
 */
export function foundRanges(roots: readonly Element[], find: string): readonly Range[] {
  // Without the flag `u`, case is compared per code unit, so that offsets in the text are offsets in the node.
  const pattern = new RegExp(find.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), 'gi')
  const ranges: Range[] = []
  for (const run of textRuns(roots)) {
    for (const match of run.text.matchAll(pattern)) {
      if (ranges.length >= MARKS_MAX) return ranges
      ranges.push(rangeOf(run, match.index, match.index + match[0].length))
    }
  }
  return ranges
}

function* textRuns(roots: readonly Element[]): Generator<Run> {
  let nodes = 0
  let chars = 0
  for (const root of roots) {
    let run: Run = { block: null, text: '', parts: [] }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, accept)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? ''
      nodes += 1
      chars += text.length
      if (nodes > NODES_MAX || chars > CHARS_MAX) break
      const block = node.parentElement?.closest(BLOCKS) ?? null
      if (block !== run.block) {
        yield run
        run = { block, text: '', parts: [] }
      }
      run.parts.push({ node, from: run.text.length })
      run.text += text
    }
    yield run
  }
}

const accept = (node: Node): number => {
  if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT
  return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP
}

function rangeOf({ parts }: Run, from: number, to: number): Range {
  const range = document.createRange()
  const first = parts.findLast((part) => part.from <= from)
  const last = parts.findLast((part) => part.from < to)
  if (first) range.setStart(first.node, from - first.from)
  if (last) range.setEnd(last.node, to - last.from)
  return range
}
