import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { useNavigation } from './useNavigation.ts'

type EventPlace = { readonly run_id: RunId; readonly node_id: NodeId | null; readonly event_id: EventId }

/** Opens an event beside its run: in its node if it has one, else on its own. */
export function useOpenEvent(): (event: EventPlace) => void {
  const openEvent = useNavigation((state) => state.openEvent)
  const openRunEvent = useNavigation((state) => state.openRunEvent)
  return ({ run_id, node_id, event_id }) =>
    node_id === null ? openRunEvent(run_id, event_id) : openEvent({ run_id, node_id }, event_id)
}
