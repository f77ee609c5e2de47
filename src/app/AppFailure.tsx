import { Notice } from '#src/ui/controls/Notice.tsx'
import type { FallbackProps } from 'react-error-boundary'

/** The face of a mistake of ours: the page is not blank, and says that it is not the reader's fault. */
export function AppFailure({ resetErrorBoundary }: FallbackProps) {
  return (
    <Notice
      tone="failure"
      title="This view failed to render."
      action={{ label: 'Render again', onClick: resetErrorBoundary }}
    >
      <p>This is a bug in Runlens, not a problem with the run. See the browser console for details.</p>
    </Notice>
  )
}
