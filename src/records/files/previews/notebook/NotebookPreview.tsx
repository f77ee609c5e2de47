import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { JsonValue } from '#contract/json.ts'
import { plural } from '#src/lib/format.ts'
import { AnsiText } from '#src/ui/viewers/text/AnsiText.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import { readNotebook, type NotebookCell, type NotebookOutput } from './notebook.ts'
import styles from './NotebookPreview.module.css'

/** Number of cells rendered at once; notebooks of hundreds are read from the top. */
const CELLS = 60

/** A notebook: its Markdown, its code, and the output of the last execution. Nothing is executed. */
export function NotebookPreview({ value }: { readonly value: JsonValue }) {
  const notebook = useMemo(() => readNotebook(value), [value])
  const [most, setMost] = useState(CELLS)
  if (!notebook)
    return (
      <>
        <Notice title="This is not a valid notebook. Showing its JSON." />
        <JsonTree value={value} name="Content of the file" size="fill" />
      </>
    )
  const left = notebook.cells.length - most
  return (
    <div className={styles['notebook']}>
      {notebook.cells.length === 0 && <Notice title="This notebook has no cells." />}
      {notebook.cells.slice(0, most).map((cell, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- cells are identified by index
        <Cell key={index} cell={cell} language={notebook.language} />
      ))}
      {left > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => setMost(most + CELLS)}>
          Show more ({plural(left, 'cell')} left)
        </Button>
      )}
    </div>
  )
}

function Cell({ cell, language }: { readonly cell: NotebookCell; readonly language: string | undefined }) {
  switch (cell.kind) {
    case 'markdown':
      return (
        <div className={styles['cell']}>
          <BoundedText text={cell.source}>{(shown) => <Markdown text={shown} />}</BoundedText>
        </div>
      )
    case 'raw':
      return (
        <div className={styles['cell']}>
          <BoundedText text={cell.source}>{(shown) => <PlainText text={shown} />}</BoundedText>
        </div>
      )
    case 'code':
      return (
        <div className={styles['cell']}>
          <span className={styles['count']}>{cell.count === undefined ? 'not run' : `In [${cell.count}]`}</span>
          <BoundedText text={cell.source} as="code">
            {(shown) => <CodeBlock code={shown} language={language} whole={cell.source} />}
          </BoundedText>
          {cell.outputs.map((output, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- outputs are identified by index
            <div key={index} className={styles['output']}>
              <Output output={output} />
            </div>
          ))}
        </div>
      )
  }
}

function Output({ output }: { readonly output: NotebookOutput }) {
  switch (output.kind) {
    case 'terminal':
      return (
        <BoundedText text={output.text} as="terminal">
          {(shown) => <AnsiText text={shown} />}
        </BoundedText>
      )
    case 'text':
      return <BoundedText text={output.text}>{(shown) => <PlainText text={shown} />}</BoundedText>
    case 'markdown':
      return <BoundedText text={output.text}>{(shown) => <Markdown text={shown} />}</BoundedText>
    case 'html':
      return (
        <details>
          <summary className="dim">HTML output, not rendered: show source</summary>
          <BoundedText text={output.text} as="code">
            {(shown) => <CodeBlock code={shown} language="xml" whole={output.text} />}
          </BoundedText>
        </details>
      )
    case 'image':
      return <img src={output.src} alt={`Output of the cell, ${output.media}`} loading="lazy" decoding="async" />
    case 'json':
      return <JsonTree value={output.value} name="Output of the cell" />
  }
}
