import { useState } from 'react'
import type { RunFile } from '#contract/entities.ts'
import { fileContentUrl } from '#src/api/fileQueries.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './ImagePreview.module.css'
import { fileName } from './previewKind.ts'

/** An image, always in `<img>`: there, scripts in an SVG do not run and its links are not followed. */
export function ImagePreview({ file }: { readonly file: RunFile }) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  if (state === 'failed')
    return (
      <Notice title="The image could not be shown." action={{ label: 'Try again', onClick: () => setState('loading') }}>
        <p>
          The server did not send it, or this browser does not support the format. Download it to open it in another
          program.
        </p>
      </Notice>
    )
  return (
    <div className={styles['imageFrame']} data-state={state}>
      <img
        src={fileContentUrl(file.run_id, file.file_id)}
        alt={visibleText(fileName(file.file_path))}
        onLoad={() => setState('shown')}
        onError={() => setState('failed')}
      />
    </div>
  )
}
