import { isValidElement, type ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './CodeBlock.tsx'
import styles from './viewers.module.css'
import { visibleText } from './visibleText.ts'
import { webAddress } from './webAddress.ts'

const PLUGINS = [remarkGfm]

const COMPONENTS: Components = {
  a: ({ href, children }) => <WebLink address={href}>{children}</WebLink>,
  // An image would be fetched from wherever the text says, and so tell that host who reads it.
  img: ({ src, alt }) => (
    <span className={styles['image']}>
      image: <WebLink address={src}>{alt || src || 'without a name'}</WebLink>
    </span>
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

/** The default export, since it is fetched when first needed. */
export default function RenderedMarkdown({ text }: { readonly text: string }) {
  return (
    <div className={styles['markdown']}>
      <ReactMarkdown
        skipHtml
        remarkPlugins={PLUGINS}
        urlTransform={(address) => webAddress(address) ?? ''}
        components={COMPONENTS}
      >
        {visibleText(text)}
      </ReactMarkdown>
    </div>
  )
}

function WebLink({ address, children }: { readonly address: unknown; readonly children: ReactNode }) {
  const href = typeof address === 'string' ? webAddress(address) : undefined
  if (href === undefined) return <span>{children}</span>
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
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
