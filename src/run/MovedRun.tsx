import type { RunId } from '#contract/ids.ts'
import { shortId } from '#src/lib/format.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { newRun } from '#src/navigation/navigationStore.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'

type Props = { readonly run_id: RunId; readonly to: RunId }

/** Shown for a run whose data another run has taken over. Does not redirect: somebody may have been reading. */
export function MovedRun({ run_id, to }: Props) {
  return (
    // It replaces what somebody was reading, so announce it immediately.
    <div role="alert">
      <title>{`Run ${shortId(run_id)} was moved · Runlens`}</title>
      <Notice title={`Run ${shortId(run_id)} was moved to run ${shortId(to)}.`}>
        <p>A span assigned this trace to another run. Its data has moved there.</p>
        <PlaceLink to={newRun(to)}>Open run {shortId(to)}</PlaceLink>
      </Notice>
    </div>
  )
}
