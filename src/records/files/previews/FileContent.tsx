import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { RunFile } from '#contract/entities.ts'
import { fileQueries, PREVIEW_BYTES_MAX, WHOLE_BYTES_MAX } from '#src/api/fileQueries.ts'
import { formatBytes } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import notesStyles from './notes.module.css'
import { fileText } from './fileText.ts'
import { ImagePreview } from './ImagePreview.tsx'
import { previewKind } from './previewKind.ts'
import { TextPreview } from './TextPreview.tsx'

const PdfPreview = lazy(async () => ({ default: (await import('./pdf/PdfPreview.tsx')).PdfPreview }))

type Props = { readonly file: RunFile }

/** The content of a file, by its kind. Nothing that an agent wrote is executed, whatever kind it claims to be. */
export function FileContent({ file }: Props) {
  const { kind } = previewKind(file)
  if (!file.has_content)
    return (
      <Notice title="The content of this file was not recorded.">
        <p>
          Only its metadata was recorded{file.size_bytes !== null && `, with a size of ${formatBytes(file.size_bytes)}`}
          .
        </p>
      </Notice>
    )
  switch (kind) {
    case 'image':
      return <ImagePreview file={file} />
    case 'pdf':
      return <ReadPdf file={file} />
    case 'none':
      return (
        <Notice title="No preview for this file type.">
          <p>Download it to open it in another program.</p>
        </Notice>
      )
    case 'markdown':
    case 'table':
    case 'json':
    case 'notebook':
    case 'code':
    case 'html':
    case 'text':
      return <ReadText file={file} />
  }
}

/** A preview that reads the beginning of the file, and the whole on request. */
function ReadText({ file }: Props) {
  const [part, setPart] = useState<'head' | 'whole'>('head')
  const query = useQuery(fileQueries[part](file.run_id, file.file_id))
  const most = part === 'head' ? PREVIEW_BYTES_MAX : WHOLE_BYTES_MAX
  return (
    <PanelFace what="The content of this file" query={query} skeleton={<Waiting />}>
      {(bytes) => {
        if (bytes.length === 0) return <Notice title="This file is empty." />
        const content = fileText(bytes, file, most)
        if (content.kind === 'binary')
          return (
            <Notice title="No preview: this is not text.">
              <p>The file name suggests text, but the content is binary. Download it to open it in another program.</p>
            </Notice>
          )
        return (
          <>
            {!content.isWhole && (
              <p className={notesStyles['cut']} role="status">
                Showing the first {formatBytes(bytes.length)} of {formatBytes(file.size_bytes)}.{' '}
                {part === 'whole' ? (
                  'Download the file to see the rest.'
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => setPart('whole')}>
                    {(file.size_bytes ?? 0) <= WHOLE_BYTES_MAX
                      ? 'Load all'
                      : `Load the first ${formatBytes(WHOLE_BYTES_MAX)}`}
                  </Button>
                )}
              </p>
            )}
            <TextPreview kind={previewKind(file)} text={content.text} isWhole={content.isWhole} />
          </>
        )
      }}
    </PanelFace>
  )
}

/** A PDF cannot be rendered from its beginning, because its cross-reference table is at its end. */
function ReadPdf({ file }: Props) {
  const isTooLarge = (file.size_bytes ?? 0) > WHOLE_BYTES_MAX
  const query = useQuery({ ...fileQueries.whole(file.run_id, file.file_id), enabled: !isTooLarge })
  if (isTooLarge)
    return (
      <Notice title="This PDF is too large to preview.">
        <p>
          It is {formatBytes(file.size_bytes)} and the limit is {formatBytes(WHOLE_BYTES_MAX)}. Download it to open it
          in another program.
        </p>
      </Notice>
    )
  return (
    <PanelFace what="The content of this file" query={query} skeleton={<Waiting />}>
      {(bytes) => (
        <Suspense fallback={<Waiting />}>
          <PdfPreview bytes={bytes} />
        </Suspense>
      )}
    </PanelFace>
  )
}

const Waiting = () => <Skeleton height={220} m={12} />
