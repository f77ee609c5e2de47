import { Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from 'react-error-boundary'

type Props = {
  /** The same content without the viewer: shown while the viewer's code arrives, and for good where it fails. */
  readonly plainly: ReactNode
  readonly children: ReactNode
}

/**
 * Holds a viewer that is fetched when first needed. What agents wrote may make any parser give up; then the content
 * stands there as plain text, and the rest of the page as it was.
 */
export function Viewer({ plainly, children }: Props) {
  return (
    <ErrorBoundary fallback={plainly}>
      <Suspense fallback={plainly}>{children}</Suspense>
    </ErrorBoundary>
  )
}
