import type { RunId } from '#contract/ids.ts'
import { errorQueries } from '#src/api/errorQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { firstFailure } from '#src/lib/firstFailure.ts'
import { formatCount } from '#src/lib/format.ts'
import { runOf, type NavigationStore } from '#src/navigation/navigationStore.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { notifications } from '@mantine/notifications'
import type { QueryClient } from '@tanstack/react-query'
import { stepToError, type OpenEvent } from './runErrors.ts'

const NOTICE = 'error-in-run'

/** Opens the first, next or previous error of the current run beside it, and shows its number and the total. */
export async function goToError(
  client: QueryClient,
  navigation: NavigationStore,
  to: 'first' | 'next' | 'previous',
): Promise<void> {
  const run_id = runOf(navigation.getState().selection)
  if (run_id === undefined) return
  let found
  try {
    found = await client.query(errorQueries.inRun(run_id))
  } catch {
    say('The errors of this run could not be loaded.')
    return
  }
  const { selection, openEvent, openRunEvent } = navigation.getState()
  // The reader may have left the run while its errors were loading.
  if (runOf(selection) !== run_id) return
  const { errors, total } = found
  const place =
    to === 'first'
      ? firstFailure([...errors.keys()], (error) => errors[error]?.parent ?? -1)
      : stepToError(errors, openIn(client, run_id, navigation), to === 'next' ? 1 : -1)
  const error = place === undefined ? undefined : errors[place]
  if (place === undefined || error === undefined) {
    say('This run has no errors.')
    return
  }
  const { event_id, node_id, headline } = error
  if (node_id === null) openRunEvent(run_id, event_id)
  else openEvent({ run_id, node_id }, event_id)
  say(`Error ${formatCount(place + 1)} of ${formatCount(total)}: ${visibleText(headline)}`)
}

function openIn(client: QueryClient, run_id: RunId, navigation: NavigationStore): OpenEvent | undefined {
  const { selection } = navigation.getState()
  if (selection.kind !== 'run' && selection.kind !== 'node') return undefined
  const { event_id } = selection
  if (event_id === undefined) return undefined
  const event = client.getQueryData(runQueries.event(run_id, event_id).queryKey)
  return { event_id, execution_order: event?.execution_order ?? undefined }
}

/** Shows one notice at a time: each replaces the previous one. */
function say(message: string): void {
  notifications.hide(NOTICE)
  notifications.show({ id: NOTICE, message, autoClose: 2500, withCloseButton: false })
}
