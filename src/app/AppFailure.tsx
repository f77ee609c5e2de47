import { Notice } from '#src/ui/controls/Notice.tsx'
import type { FallbackProps } from 'react-error-boundary'

/** Shown when rendering fails: instead of a blank page, it says that the fault is ours and not the reader's. */
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
