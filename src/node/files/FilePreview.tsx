import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { RunFile } from '#contract/entities.ts'
import { fileContentUrl, fileQueries, PREVIEW_BYTES_MAX } from '#src/api/fileQueries.ts'
import { formatBytes } from '#src/lib/format.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { PanelFace } from '../PanelFace.tsx'
import { fileText } from './fileText.ts'
import styles from './FilesPanel.module.css'
import { ImagePreview } from './ImagePreview.tsx'
import { fileName, previewKind } from './previewKind.ts'
import { TextPreview } from './TextPreview.tsx'

/** One file, shown by its kind, and the way to all of its bytes. */
export function FilePreview({ file }: { readonly file: RunFile }) {
  const name = visibleText(fileName(file.file_path))
  return (
    <section className={styles['preview']} aria-label={`Preview of ${name}`}>
      <header className={styles['previewHead']}>
        <h3 className="ellipsis" title={visibleText(file.file_path)}>
          {name}
        </h3>
        {file.has_content && (
          <Button
            component="a"
            href={fileContentUrl(file.run_id, file.file_id)}
            download={fileName(file.file_path)}
            size="compact-sm"
            variant="default"
            leftSection={<Download size={13} aria-hidden />}
          >
            Download
          </Button>
        )}
      </header>
      <div className={styles['previewBody']}>
        <Preview file={file} />
      </div>
    </section>
  )
}

function Preview({ file }: { readonly file: RunFile }) {
  const { kind } = previewKind(file)
  if (!file.has_content)
    return (
      <Notice title="The bytes of this file were not recorded.">
        <p>
          Its writer told only that it exists{file.size_bytes !== null && `, with ${formatBytes(file.size_bytes)}`}.
        </p>
      </Notice>
    )
  if (kind === 'image') return <ImagePreview file={file} />
  if (kind === 'none')
    return (
      <Notice title="No preview of this kind of file.">
        <p>It can be downloaded and opened elsewhere.</p>
      </Notice>
    )
  return <ReadPreview file={file} />
}

/** A preview that reads the file's beginning. */
function ReadPreview({ file }: { readonly file: RunFile }) {
  const query = useQuery(fileQueries.head(file.run_id, file.file_id))
  return (
    <PanelFace what="The bytes of this file" query={query} skeleton={<Skeleton height={220} m={12} />}>
      {(head) => {
        if (head.length === 0) return <Notice title="This file is empty." />
        const content = fileText(head, file, PREVIEW_BYTES_MAX)
        if (content.kind === 'binary')
          return (
            <Notice title="No preview: the bytes are no text.">
              <p>The name promises text, but the content is something else. It can be downloaded.</p>
            </Notice>
          )
        return (
          <>
            {!content.isWhole && (
              <p className={styles['cut']} role="status">
                The first {formatBytes(head.length)} of {formatBytes(file.size_bytes)} are shown. The download has all
                of them.
              </p>
            )}
            <TextPreview kind={previewKind(file)} text={content.text} isWhole={content.isWhole} />
          </>
        )
      }}
    </PanelFace>
  )
}
