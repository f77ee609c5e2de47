import type { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import parseAndDraw from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { visibleText } from '#src/lib/visibleText.ts'

export type MarkdownTree = Parameters<typeof toJsxRuntime>[0]

/** The class of a paragraph that keeps its line breaks. */
export const AS_WRITTEN = 'as-written'

/**
 * Parses Markdown into a tree of elements. HTML in it is treated as text: never rendered, and never dropped, because
 * prompts are full of tags that matter to a model. The tree is plain data, so that a worker can build it;
 * `react-markdown`'s own rendering is not used. Time is quadratic in the length of lists and tables, and worse for
 * texts written to be slow. Throws if a text is nested too deeply.
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

/** Replaces HTML nodes: a block of HTML becomes a paragraph, an inline tag becomes text. */
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
