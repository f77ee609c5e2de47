import type { SpanRef } from '#contract/telemetry.ts'
import { LooseCallDetail } from '#src/loose/LooseCallDetail.tsx'
import { SideDock } from './SideDock.tsx'

/** The dock of a call that belongs to no run, beside the list of such calls. */
export const LooseCallDock = ({ call }: { readonly call: SpanRef }) => (
  <SideDock what="Call" title="Unassigned call">
    <LooseCallDetail call={call} />
  </SideDock>
)
