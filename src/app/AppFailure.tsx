import { Notice } from '#src/ui/controls/Notice.tsx'
import type { FallbackProps } from 'react-error-boundary'

/** Shown when rendering fails: instead of a blank page, it says that the fault is ours and not the reader's. */
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
