import { formatLocation, type AppLocation } from '#src/navigation/location.ts'
import { shownGraph } from '#src/navigation/shownGraph.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { ActionIcon } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Share2 } from 'lucide-react'

/** Copies the link to exactly what is on screen: the run, its tab, open node, filters and folds, and what the graph shows. */
export function ShareRun() {
  const { copied, copy, error } = useClipboard({ timeout: 2000 })
  const navigation = useNavigationStore()
  const words = error ? 'The browser blocked the clipboard. Copy the address instead.' : 'Copy link to this view'
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      title={words}
      aria-label="Share"
      onClick={() => copy(window.location.origin + formatLocation(shownLocation(navigation.getState())))}
    >
      {copied ? <Check size={15} aria-hidden /> : <Share2 size={15} aria-hidden />}
      <span className="unseen" aria-live="polite">
        {copied ? 'Link copied' : error ? words : ''}
      </span>
    </ActionIcon>
  )
}

/** With the direction and the view of the graph, which the address only has where they differ from the usual. */
function shownLocation({ selection, view, filter }: AppLocation): AppLocation {
  const graph = view === 'graph' ? shownGraph() : undefined
  if (graph === undefined || (selection.kind !== 'run' && selection.kind !== 'node')) return { selection, view, filter }
  const { viewState } = selection
  return {
    selection: { ...selection, viewState: { ...viewState, graph: { ...viewState.graph, ...graph } } },
    view,
    filter,
  }
}
