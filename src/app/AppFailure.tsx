import { Notice } from '#src/ui/controls/Notice.tsx'
import type { FallbackProps } from 'react-error-boundary'

/** The face of a mistake of ours: the page is not blank, and says that it is not the reader's fault. */
export function AppFailure({ resetErrorBoundary }: FallbackProps) {
  return (
    <Notice
      tone="failure"
      title="Runlens failed to draw this view."
      action={{ label: 'Draw it again', onClick: resetErrorBoundary }}
    >
      <p>This is a fault of the app, not of the run. The browser’s console has the details.</p>
    </Notice>
  )
}
