import { lazy } from 'react'
import { JSON_DEPTH_MAX, jsonTextDepth, type JsonValue } from '#contract/json.ts'
import { CodeBlock } from '#src/ui/CodeBlock.tsx'
import { JsonTree } from '#src/ui/JsonTree.tsx'
import { Markdown } from '#src/ui/Markdown.tsx'
import { Viewer } from '#src/ui/Viewer.tsx'
import styles from './FilesPanel.module.css'
import { LineList } from './LineList.tsx'
import type { PreviewKind } from './previewKind.ts'

const TablePreview = lazy(() => import('./TablePreview.tsx'))

/** Characters beyond which code is listed line by line, as a log is, since the highlighter draws all lines at once. */
const CODE_MAX = 100_000

type Props = { readonly kind: PreviewKind; readonly text: string; readonly isWhole: boolean }

/** A file's text by its kind; whatever cannot be read as its kind is shown as lines of text. */
export function TextPreview({ kind, text, isWhole }: Props) {
  switch (kind.kind) {
    case 'markdown':
      return (
        <div className={styles['document']}>
          <Markdown text={text} />
        </div>
      )
    case 'table':
      return (
        <Viewer plainly={<LineList text={text} />}>
          <TablePreview text={text} delimiter={kind.delimiter} isWhole={isWhole} />
        </Viewer>
      )
    case 'json': {
      const json = isWhole ? parsed(text) : undefined
      if (json === undefined)
        return (
          <>
            <p className={styles['cut']}>
              {isWhole ? 'This is not valid JSON; it is shown as text.' : 'A part of a JSON text is shown as text.'}
            </p>
            <LineList text={text} />
          </>
        )
      return (
        <div className={styles['document']}>
          <JsonTree value={json.value} name="Content of the file" />
        </div>
      )
    }
    case 'code':
      if (text.length > CODE_MAX) return <LineList text={text} />
      return (
        <div className={styles['document']}>
          <CodeBlock code={text} language={kind.language} />
        </div>
      )
    case 'text':
    case 'image':
    case 'none':
      return <LineList text={text} />
  }
}

/** The value in a box, since `null` is a value too; undefined where the text is no JSON or too deep to draw. */
function parsed(text: string): { readonly value: JsonValue } | undefined {
  if (jsonTextDepth(text) > JSON_DEPTH_MAX) return undefined
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers with JSON
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return undefined
  }
}
