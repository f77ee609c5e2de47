import type { Store } from './store/ports/store.ts'
import { Projector } from './telemetry/Projector.ts'
import { projectSpans } from './telemetry/projection/projectSpans.ts'

/** A projector for a store that logs runs it cannot project. `restFactor`: see `Projector`. */
export const projectorOf = (
  { spans, writer }: Pick<Store, 'spans' | 'writer'>,
  say: (sentence: string) => void,
  { restFactor }: { readonly restFactor?: number } = {},
) =>
  new Projector({
    restFactor,
    spans,
    writer,
    project: projectSpans,
    onFailure: (run_id, error) =>
      say(`Run ${run_id} could not be built from its spans: ${error instanceof Error ? error.message : String(error)}`),
  })
