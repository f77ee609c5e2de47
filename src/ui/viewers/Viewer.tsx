import { Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from 'react-error-boundary'

type Props = {
  /** The same content as plain text: shown while the viewer's code loads, and permanently if it fails. */
  readonly plainly: ReactNode
  readonly children: ReactNode
}

/**
 * Contains a lazy-loaded viewer. Agent-written content can make any parser fail; then it is shown as plain text, and
 * the rest of the page is unaffected.
 */
export function Viewer({ plainly, children }: Props) {
  return (
    <ErrorBoundary fallback={plainly}>
      <Suspense fallback={plainly}>{children}</Suspense>
    </ErrorBoundary>
  )
}
