import type { ReactNode } from 'react'
import { ScopeViolationError } from '#src/api/errors.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { TextButton } from './TextButton.tsx'
import styles from './PanelFace.module.css'

/** The part of a query that determines the state of a panel. */
export type PanelQuery<Data> = {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly isFetchNextPageError?: boolean
  readonly refetch: () => unknown
}

type Props<Data> = {
  /** What the panel shows, as the start of a sentence: "The files of this node". */
  readonly what: string
  readonly query: PanelQuery<Data>
  /** Has the size of the content that replaces it. */
  readonly skeleton: ReactNode
  /** Renders the content, or a message that there is none. */
  readonly children: (data: Data) => ReactNode
}

/**
 * The states of a panel: loading, failed, content (possibly empty). If a refetch fails, the previous content stays,
 * with a message. If the server returned rows of another scope, all content is removed.
 */
export function PanelFace<Data>({ what, query, skeleton, children }: Props<Data>) {
  const { data, error } = query
  const retry = () => void query.refetch()
  if (error && (data === undefined || error instanceof ScopeViolationError))
    return <FailureNotice what={what} error={error} onRetry={retry} />
  if (data === undefined)
    return (
      <div role="status" aria-label={`${what}: loading`}>
        {skeleton}
      </div>
    )
  return (
    <>
      {error && !query.isFetchNextPageError && (
        <p className={styles['stale']} role="alert">
          {what} could not be refreshed. Showing the last loaded data.{' '}
          <TextButton onClick={retry}>Try again</TextButton>
        </p>
      )}
      {children(data)}
    </>
  )
}
