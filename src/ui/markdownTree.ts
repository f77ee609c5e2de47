import type { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import parseAndDraw from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { visibleText } from './visibleText.ts'

export type MarkdownTree = Parameters<typeof toJsxRuntime>[0]

/**
 * Markdown as a tree of elements, without the HTML in it. The tree is plain data, so that a worker can make it; what
 * `react-markdown` draws of it is not used. Time grows with the square of the length of lists and tables, and faster for texts that
 * were written to be slow. Throws where a text nests too deeply.
 */
export function markdownTree(text: string): MarkdownTree {
  let tree: MarkdownTree | undefined
  const keep = () => (root: MarkdownTree) => {
    tree = root
  }
  parseAndDraw({ children: visibleText(text), skipHtml: true, remarkPlugins: [remarkGfm], rehypePlugins: [keep] })
  if (!tree) throw new Error('the parser made no tree')
  return tree
}
