import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunFile } from '#contract/entities.ts'
import { fileContentUrl, fileQueries } from '#src/api/fileQueries.ts'
import { ansiLines } from '#src/ui/viewers/text/ansi.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { fileToken } from './fileToken.ts'
import styles from './FileThumbnail.module.css'
import { previewKind } from '../previews/previewKind.ts'

/** Larger images, in bytes, are not fetched for a thumbnail. */
const IMAGE_BYTES_MAX = 4_000_000
const LINES = 9
const LINE_CHARS = 60

/** A small preview of a file. Rendered only for visible cards, so nothing is fetched for the others. */
export function FileThumbnail({ file }: { readonly file: RunFile }) {
  const { kind } = previewKind(file)
  if (!file.has_content || kind === 'none' || kind === 'pdf' || kind === 'notebook') return <KindIcon file={file} />
  if (kind !== 'image') return <FirstLines file={file} />
  if ((file.size_bytes ?? 0) > IMAGE_BYTES_MAX) return <KindIcon file={file} />
  return <SmallImage file={file} />
}

function SmallImage({ file }: { readonly file: RunFile }) {
  const [state, setState] = useState<'shown' | 'failed'>('shown')
  if (state === 'failed') return <KindIcon file={file} />
  return (
    <img
      className={styles['image']}
      src={fileContentUrl(file.run_id, file.file_id)}
      // The card's name identifies the file.
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setState('failed')}
    />
  )
}

function FirstLines({ file }: { readonly file: RunFile }) {
  const peek = useQuery(fileQueries.peek(file.run_id, file.file_id))
  // An unreadable thumbnail falls back to an icon; the preview explains the error.
  if (!peek.data || peek.data.length === 0 || peek.data.includes(0)) return <KindIcon file={file} />
  const lines = ansiLines(new TextDecoder().decode(peek.data, { stream: true }))
    .slice(0, LINES)
    .map((spans) =>
      visibleText(
        spans
          .map(({ text }) => text)
          .join('')
          .slice(0, LINE_CHARS),
      ),
    )
  return (
    <span className={styles['lines']} aria-hidden>
      {lines.join('\n')}
    </span>
  )
}

function KindIcon({ file }: { readonly file: RunFile }) {
  const { Icon } = fileToken(file)
  return <Icon className={styles['icon']} size={30} strokeWidth={1.25} aria-hidden />
}
