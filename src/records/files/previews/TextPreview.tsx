import { lazy, useMemo } from 'react'
import { JSON_DEPTH_MAX, jsonTextDepth, type JsonValue } from '#contract/json.ts'
import { clipText } from '#src/ui/viewers/text/clipText.ts'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { LineList } from '#src/ui/viewers/text/LineList.tsx'
import { Markdown, MARKDOWN_MAX } from '#src/ui/viewers/markdown/Markdown.tsx'
import { Viewer } from '#src/ui/viewers/Viewer.tsx'
import notesStyles from './notes.module.css'
import styles from './TextPreview.module.css'
import type { PreviewKind } from './previewKind.ts'

const TablePreview = lazy(() => import('./table/TablePreview.tsx'))
const NotebookPreview = lazy(async () => ({
  default: (await import('./notebook/NotebookPreview.tsx')).NotebookPreview,
}))

/** JSON above this many characters is shown as text, because parsing it would block the page. */
const TREE_MAX = 8_000_000
/** A longer table, in characters, is shown as text, for the same reason. */
const TABLE_MAX = 4_000_000
/**
 * Code within these limits is rendered at once, with colours; longer code line by line while scrolling, like a log.
 */
const CODE_AT_ONCE = { chars: 30_000, lines: 1000 }

type Props = { readonly kind: PreviewKind; readonly text: string; readonly isWhole: boolean }

/** A file's text by its kind; text that cannot be parsed as its kind is shown as lines. */
export function TextPreview({ kind, text, isWhole }: Props) {
  switch (kind.kind) {
    case 'markdown':
      if (text.length > MARKDOWN_MAX)
        return (
          <>
            <p className={notesStyles['note']}>Shown as plain text: too long to render.</p>
            <Lines text={text} lines="wrapped" />
          </>
        )
      return (
        <div className={styles['document']}>
          <Markdown text={text} />
        </div>
      )
    case 'table':
      return (
        <Viewer plainly={<Lines text={text} />}>
          <TablePreview
            text={text.slice(0, TABLE_MAX)}
            delimiter={kind.delimiter}
            isWhole={isWhole && text.length <= TABLE_MAX}
          />
        </Viewer>
      )
    case 'json':
    case 'notebook':
      return <Json kind={kind.kind} text={text} isWhole={isWhole} />
    case 'html':
      return (
        <>
          <p className={notesStyles['note']}>Shown as source. Runlens never runs HTML written by an agent.</p>
          <Code text={text} language="xml" />
        </>
      )
    case 'code':
      return <Code text={text} language={kind.language} />
    case 'text':
    case 'image':
    case 'pdf':
    case 'none':
      return <Lines text={text} as="terminal" />
  }
}

type LinesProps = {
  readonly text: string
  readonly as?: 'plain' | 'terminal'
  readonly lines?: 'wrapped' | 'unbroken'
}

const Lines = (props: LinesProps) => <LineList label="Lines of the file" {...props} />

function Code({ text, language }: { readonly text: string; readonly language: string }) {
  if (clipText(text, CODE_AT_ONCE).length < text.length) return <Lines text={text} />
  return (
    <div className={styles['document']}>
      <CodeBlock code={text} language={language} />
    </div>
  )
}

type JsonProps = { readonly kind: 'json' | 'notebook'; readonly text: string; readonly isWhole: boolean }

function Json({ kind, text, isWhole }: JsonProps) {
  const isTooLong = text.length > TREE_MAX
  const json = useMemo(() => (isWhole && !isTooLong ? parsed(text) : undefined), [text, isWhole, isTooLong])
  if (json === undefined)
    return (
      <>
        <p className={notesStyles['note']}>
          {isWhole && !isTooLong && 'Not valid JSON. Shown as text.'}
          {isWhole && isTooLong && 'This JSON is too long for the tree view. Shown as text.'}
          {!isWhole && 'Partial JSON. Shown as text.'}
        </p>
        <Lines text={text} />
      </>
    )
  const tree = <JsonTree value={json.value} name="Content of the file" size="fill" />
  if (kind === 'json') return <div className={styles['tree']}>{tree}</div>
  return (
    <Viewer plainly={<div className={styles['tree']}>{tree}</div>}>
      <NotebookPreview value={json.value} />
    </Viewer>
  )
}

/** Wraps the value, because `null` is a value too; undefined if the text is not JSON or too deep to render. */
function parsed(text: string): { readonly value: JsonValue } | undefined {
  if (jsonTextDepth(text) > JSON_DEPTH_MAX) return undefined
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse returns JSON
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return undefined
  }
}
