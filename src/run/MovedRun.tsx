import type { RunId } from '#contract/ids.ts'
import { shortId } from '#src/lib/format.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { newRun } from '#src/navigation/navigationStore.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'

type Props = { readonly run_id: RunId; readonly to: RunId }

/** In place of a run that another one has now. It is not followed by itself: somebody may have been reading. */
export function MovedRun({ run_id, to }: Props) {
  return (
    // It takes the place of what somebody was reading, so it is said at once.
    <div role="alert">
      <title>{`Run ${shortId(run_id)} was moved · Runlens`}</title>
      <Notice title={`Run ${shortId(run_id)} was moved to run ${shortId(to)}.`}>
        <p>A span assigned this trace to another run. Its data has moved there.</p>
        <PlaceLink to={newRun(to)}>Open run {shortId(to)}</PlaceLink>
      </Notice>
    </div>
  )
}
