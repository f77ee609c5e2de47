import { notifications } from '@mantine/notifications'
import { nodeRefKey, type NodeRef } from '#contract/ids.ts'
import { formatCount, shortId } from '#src/lib/format.ts'
import { saveFile } from '#src/lib/saveFile.ts'
import { readWholeNode } from './readWholeNode.ts'

/** Saves everything recorded of a node as one JSON file. A notification shows the progress and the result. */
export async function downloadNode(ref: NodeRef): Promise<void> {
  const id = `download/${nodeRefKey(ref)}`
  const cancel = new AbortController()
  const title = `Data of ${ref.node_id} in run ${shortId(ref.run_id)}`
  notifications.show({
    id,
    title,
    message: 'Loading…',
    loading: true,
    autoClose: false,
    // Closing the notification cancels the download.
    onClose: () => cancel.abort(),
  })
  try {
    const whole = await readWholeNode(
      ref,
      (read, total) =>
        notifications.update({
          id,
          title,
          message: `Loading event ${formatCount(read)} of ${formatCount(total)}. Close this message to cancel.`,
          loading: true,
          autoClose: false,
        }),
      cancel.signal,
    )
    saveFile(fileNameOf(ref), 'application/json', JSON.stringify(whole, null, 2))
    notifications.update({ id, title, message: 'Saved. Every row was checked.', loading: false, autoClose: 4000 })
  } catch (error) {
    if (cancel.signal.aborted) return
    const reason =
      error instanceof Error ? error.message : 'Runlens failed to collect the data. This is a bug in the app.'
    notifications.update({
      id,
      title: `${title} could not be saved`,
      message: reason,
      color: 'red',
      loading: false,
      autoClose: false,
    })
  }
}

/** A node id may contain characters that are invalid in a file name. */
const fileNameOf = (ref: NodeRef): string =>
  `${shortId(ref.run_id)}-${ref.node_id.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80)}.json`
