import type { ReactNode } from 'react'
import { ScopeViolationError } from '#src/api/errors.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { TextButton } from './TextButton.tsx'
import styles from './PanelFace.module.css'

/** The part of a query that decides which face a panel shows. */
export type PanelQuery<Data> = {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly isFetchNextPageError?: boolean
  readonly refetch: () => unknown
}

type Props<Data> = {
  /** What the panel shows, as the beginning of a sentence: "The files of this node". */
  readonly what: string
  readonly query: PanelQuery<Data>
  /** Has the size of what replaces it. */
  readonly skeleton: ReactNode
  /** Draws the content, or says in words that there is none. */
  readonly children: (data: Data) => ReactNode
}

/**
 * The faces of a panel: loading, failed, content (which also tells of emptiness). Rows that were read before stay when a
 * later reading fails, and it is said; only where the server mixed in another scope does everything go.
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
