import type { StatedScope } from '#contract/scopedRows.ts'
import { ApiProblemError, ContractError, ScopeViolationError, UnreachableError } from '#src/api/errors.ts'
import { plural, shortId } from '#src/lib/format.ts'
import { Notice } from './Notice.tsx'

type Props = {
  /** What failed to load, singular or plural, as the start of a sentence: "The files of this node". */
  readonly what: string
  readonly error: Error
  readonly onRetry: () => void
}

/**
 * Describes a failure: what failed, why, and what to do. Says clearly if a reply was refused because of foreign rows.
 */
export function FailureNotice({ what, error, onRetry }: Props) {
  const retry = { label: 'Try again', onClick: onRetry }
  if (error instanceof ScopeViolationError) {
    return (
      <Notice tone="failure" title={`${what} – rejected: the server sent rows from another run.`} action={retry}>
        <p>
          You asked for {describe(error.asked)}. {plural(error.foreign.length, 'row')} in the reply belonged to{' '}
          {[...new Set(error.foreign.map(describe))].slice(0, 3).join(', ')}. The reply was discarded. Please report
          this to the operator of this server.
        </p>
      </Notice>
    )
  }
  if (error instanceof ApiProblemError && error.problem.status === 404) {
    return (
      <Notice title={`${what} – not found.`}>
        <p>{error.problem.detail}</p>
      </Notice>
    )
  }
  return (
    <Notice tone="failure" title={`${what} could not be loaded.`} action={retry}>
      <p>{reasonOf(error)}</p>
    </Notice>
  )
}

function reasonOf(error: Error): string {
  if (error instanceof ApiProblemError) {
    const { status, title, detail, instance } = error.problem
    return `${status}: ${title}. ${detail} (${instance})`
  }
  if (error instanceof UnreachableError || error instanceof ContractError) return error.message
  return 'Runlens failed to process the reply. This is a bug in the app.'
}

function describe(scope: StatedScope): string {
  const run = scope.run_id === undefined ? 'all runs' : `run ${shortId(scope.run_id)}`
  return scope.node_id ? `node ${scope.node_id} of ${run}` : run
}
