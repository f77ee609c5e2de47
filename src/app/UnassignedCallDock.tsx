import type { SpanRef } from '#contract/telemetry.ts'
import { UnassignedCallDetail } from '#src/unassigned/UnassignedCallDetail.tsx'
import { SideDock } from './SideDock.tsx'

/** The dock of a call that belongs to no run, beside the list of such calls. */
export const UnassignedCallDock = ({ call }: { readonly call: SpanRef }) => (
  <SideDock what="Call" title="Unassigned call">
    <UnassignedCallDetail call={call} />
  </SideDock>
)
