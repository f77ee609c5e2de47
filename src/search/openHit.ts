import type { SearchHit } from '#contract/search.ts'
import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { viewStateOf, type NavigationState } from '#src/navigation/navigationStore.ts'

/** Opens a hit in its own view: nodes and events beside the run, files and messages on their tab. */
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
      // A conversation between two nodes may not contain the message.
      const messages = { ...viewState.messages, between: undefined, message_id: hit.message_id }
      return setViewState({ messages }, howFrom(view, 'messages'), 'messages')
    }
  }
}

/** Stepping through matches on one tab must not fill the browser history. */
const howFrom = (view: NavigationState['view'], to: NavigationState['view']) => (view === to ? 'replace' : 'push')

/** On a narrow screen, an open node would cover the tab with the match. */
function uncover({ closeDock }: NavigationState): void {
  if (window.matchMedia(NARROW_SCREEN).matches) closeDock()
}
