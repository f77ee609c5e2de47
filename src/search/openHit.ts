import type { SearchHit } from '#contract/search.ts'
import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { viewStateOf, type NavigationState } from '#src/navigation/navigationStore.ts'

/** Opens what was found in its own place: nodes and events beside the run, files and messages on their tab. */
export function openHit(navigation: NavigationState, hit: SearchHit): void {
  const { selection, view, setViewState } = navigation
  const { run_id, node_id } = hit
  const viewState = viewStateOf(selection)
  switch (hit.kind) {
    case 'node':
      return navigation.openNode({ run_id, node_id: hit.node_id })
    case 'event':
      return node_id === null
        ? navigation.openRunEvent(run_id, hit.event_id)
        : navigation.openEvent({ run_id, node_id }, hit.event_id)
    case 'file':
      uncover(navigation)
      return setViewState({ files: { ...viewState.files, file_id: hit.file_id } }, howFrom(view, 'files'), 'files')
    case 'message': {
      uncover(navigation)
      // A conversation between two nodes may not hold the message.
      const messages = { ...viewState.messages, between: undefined, message_id: hit.message_id }
      return setViewState({ messages }, howFrom(view, 'messages'), 'messages')
    }
  }
}

/** Going from match to match on one tab is reading, and must not fill the history. */
const howFrom = (view: NavigationState['view'], to: NavigationState['view']) => (view === to ? 'replace' : 'push')

/** On a narrow screen an open node would hide the tab that the match is on. */
function uncover({ closeDock }: NavigationState): void {
  if (window.matchMedia(NARROW_SCREEN).matches) closeDock()
}
