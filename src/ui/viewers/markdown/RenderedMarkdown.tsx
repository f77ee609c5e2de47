import { toJsxRuntime, type Components } from 'hast-util-to-jsx-runtime'
import { createContext, isValidElement, useContext, useMemo, type ReactNode } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { CodeBlock } from '../code/CodeBlock.tsx'
import { AS_WRITTEN, markdownTree, type MarkdownTree } from './markdownTree.ts'
import styles from './RenderedMarkdown.module.css'
import { webAddress } from './webAddress.ts'

const COMPONENTS: Components = {
  a: ({ href, children }) => <WebLink address={href}>{children}</WebLink>,
  // Loading an image would request a URL from the text, and so reveal the reader to that host.
  img: ({ src, alt }) => (
    <span className={styles['image']}>
      image: <WebLink address={src}>{alt || src || 'without a name'}</WebLink>
    </span>
  ),
  p: ({ className, children }) => (
    <p className={className === AS_WRITTEN ? styles['asWritten'] : undefined}>{children}</p>
  ),
  pre: ({ children }) => <Fence>{children}</Fence>,
  table: ({ children }) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard
    <div className={styles['tableFrame']} role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  // A task list's checkbox is text, not a control, and would have no accessible name.
  input: ({ checked }) => <span aria-label={checked ? 'done' : 'open'}>{checked ? '☑' : '☐'} </span>,
  // An empty corner cell is not a header.
  // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- an empty cell is not a control
  th: ({ children, style }) => (children ? <th style={style}>{children}</th> : <td />),
  // The text is inside a panel with headings of its own.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
}

/** Whether the content is already inside a link, like a badge: nested links are invalid HTML. */
const InLink = createContext(false)

/** A short text, parsed on the main thread. A default export, because it is lazy-loaded. */
export default function RenderedMarkdown({ text }: { readonly text: string }) {
  const tree = useMemo(() => markdownTree(text), [text])
  return <MarkdownBody tree={tree} />
}

/** `WebLink` checks the addresses in the tree; no other element created from Markdown has any. */
export function MarkdownBody({ tree }: { readonly tree: MarkdownTree }) {
  const content = useMemo(
    () => toJsxRuntime(tree, { Fragment, jsx, jsxs, components: COMPONENTS, ignoreInvalidStyle: true }),
    [tree],
  )
  return <div className={styles['markdown']}>{content}</div>
}

function WebLink({ address, children }: { readonly address: unknown; readonly children: ReactNode }) {
  const isInLink = useContext(InLink)
  const href = typeof address === 'string' ? webAddress(address) : undefined
  if (href === undefined || isInLink) return <span>{children}</span>
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      <InLink value>{children}</InLink>
    </a>
  )
}

/** A fenced block arrives as `<pre><code class="language-x">`. */
function Fence({ children }: { readonly children: ReactNode }) {
  if (!isValidElement<{ readonly className?: string; readonly children?: unknown }>(children))
    return <pre>{children}</pre>
  const { className, children: code } = children.props
  const language = /language-(\S+)/.exec(className ?? '')?.[1]
  return <CodeBlock code={typeof code === 'string' ? code.replace(/\n$/, '') : ''} language={language} />
}
