import type { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import parseAndDraw from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { visibleText } from '#src/lib/visibleText.ts'

export type MarkdownTree = Parameters<typeof toJsxRuntime>[0]

/** The class of a paragraph whose lines are to stand as they were written. */
export const AS_WRITTEN = 'as-written'

/**
 * Markdown as a tree of elements. HTML in it is text like any other: it is never rendered, and never left out, for prompts
 * are full of tags that mean something to a model. The tree is plain data, so that a worker can make it; what
 * `react-markdown` draws of it is not used. Time grows with the square of the length of lists and tables, and faster for texts that
 * were written to be slow. Throws where a text nests too deeply.
 */
export function markdownTree(text: string): MarkdownTree {
  let tree: MarkdownTree | undefined
  const keep = () => (root: MarkdownTree) => {
    tree = withHtmlAsText(root)
  }
  try {
    parseAndDraw({ children: visibleText(text), remarkPlugins: [remarkGfm], rehypePlugins: [keep] })
  } catch (error) {
    // The stack of calls was used up.
    if (error instanceof RangeError) throw new Error('The text nests too deeply.', { cause: error })
    throw error
  }
  if (!tree) throw new Error('the parser made no tree')
  return tree
}

/** Replaces the nodes that stand for HTML: lines of it by a paragraph, a tag within a line by its text. */
function withHtmlAsText(node: MarkdownTree): MarkdownTree {
  if (!('children' in node)) return node
  const children = node.children.map((child): MarkdownTree => {
    if (child.type !== 'raw') return withHtmlAsText(child)
    const text = { type: 'text', value: child.value } as const
    return node.type === 'root' || child.value.includes('\n')
      ? { type: 'element', tagName: 'p', properties: { className: [AS_WRITTEN] }, children: [text] }
      : text
  })
  return Object.assign({}, node, { children })
}
