import { toJsxRuntime, type Components } from 'hast-util-to-jsx-runtime'
import { createContext, isValidElement, useContext, useMemo, type ReactNode } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { CodeBlock } from '../code/CodeBlock.tsx'
import { AS_WRITTEN, markdownTree, type MarkdownTree } from './markdownTree.ts'
import styles from '../viewers.module.css'
import { webAddress } from './webAddress.ts'

const COMPONENTS: Components = {
  a: ({ href, children }) => <WebLink address={href}>{children}</WebLink>,
  // An image would be fetched from wherever the text says, and so tell that host who reads it.
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
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
    <div className={styles['tableFrame']} role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  // A checkbox of a task list is a mark in a text, not a control, and would have no name.
  input: ({ checked }) => <span aria-label={checked ? 'done' : 'open'}>{checked ? '☑' : '☐'} </span>,
  // A corner cell is empty and heads nothing.
  // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- an empty cell is no control
  th: ({ children, style }) => (children ? <th style={style}>{children}</th> : <td />),
  // The text stands inside a panel that has its own headings.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
}

/** Whether what is drawn stands in a link already, as a badge does: a link in a link is no HTML. */
const InLink = createContext(false)

/** A short text, parsed here. The default export, since it is fetched when first needed. */
export default function RenderedMarkdown({ text }: { readonly text: string }) {
  const tree = useMemo(() => markdownTree(text), [text])
  return <MarkdownBody tree={tree} />
}

/** Addresses in the tree are judged by `WebLink`; no other element that Markdown makes bears one. */
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

/** A fenced block comes as `<pre><code class="language-x">`. */
function Fence({ children }: { readonly children: ReactNode }) {
  if (!isValidElement<{ readonly className?: string; readonly children?: unknown }>(children))
    return <pre>{children}</pre>
  const { className, children: code } = children.props
  const language = /language-(\S+)/.exec(className ?? '')?.[1]
  return <CodeBlock code={typeof code === 'string' ? code.replace(/\n$/, '') : ''} language={language} />
}
