/** Bounds of the work that one marking may do: a page of long payloads must not slow down for its marks. */
const NODES_MAX = 20_000
const CHARS_MAX = 2_000_000
const MARKS_MAX = 2_000

/** What was recorded is marked, not the words of the app around it; the list of matches marks its own. */
const SKIPPED =
  'header:has(> search), search, script, style, textarea, label, dt, [role="tablist"], [role="toolbar"], [role="radiogroup"], [role="note"], [role="columnheader"], [aria-pressed], [aria-haspopup]'
/** A match may go on from one word of highlighted code to the next, but not from one of these to another. */
const BLOCKS =
  'address, article, button, dd, div, dt, h1, h2, h3, h4, h5, h6, li, p, pre, section, summary, td, th, title'

/** Text nodes that stand one after another in a block, and where each begins in their text together. */
type Run = { block: Element | null; text: string; readonly parts: { readonly node: Node; readonly from: number }[] }

/**
 * Where a text occurs in what is on screen under these roots, without regard to case where both cases have one code unit.
 * O(text), bounded: what lies beyond the bounds is not marked.
 */
export function foundRanges(roots: readonly Element[], find: string): readonly Range[] {
  // Without the flag `u`, case is compared unit by unit, so that places in the text stay places in the node.
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
