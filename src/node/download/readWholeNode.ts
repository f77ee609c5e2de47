import type { EventRow, ExecutionEvent, FileRow, Message, MessageRow, RunFile } from '#contract/entities.ts'
import type { NodeRef } from '#contract/ids.ts'
import type { EnrichedNode, ExecutionSummary } from '#contract/summaries.ts'
import { ask } from '#src/api/http.ts'
import { assertScope } from '#src/api/scopeGuard.ts'

/** Everything recorded of one node in one run, except the contents of its files. */
export type WholeNode = {
  readonly scope: NodeRef
  readonly node: EnrichedNode
  readonly summary: ExecutionSummary
  readonly events: readonly ExecutionEvent[]
  readonly files: readonly RunFile[]
  readonly messages: readonly Message[]
}

const PAGE = 500
/** Number of parallel payload requests; browsers open about six connections per host. */
const AT_ONCE = 6

/**
 * Reads a node completely, with the full payloads of its events. The scope of every reply is checked, and a single
 * foreign row fails the whole. Bypasses the query cache on purpose: the payloads of a long node would evict what the
 * reader is looking at.
 *
 * @param onProgress called after each payload with the number read and the total.
 */
export async function readWholeNode(
  ref: NodeRef,
  onProgress: (read: number, total: number) => void,
  signal: AbortSignal,
): Promise<WholeNode> {
  const [node, summary, rows, files, messages] = await Promise.all([
    ask('getNode', ref, {}, signal),
    ask('getNodeSummary', ref, {}, signal),
    readPages((cursor) => ask('listNodeEvents', ref, { limit: PAGE, cursor }, signal)),
    readPages((cursor) => ask('listNodeFiles', ref, { limit: PAGE, cursor }, signal)),
    readPages((cursor) => ask('listNodeMessages', ref, { limit: PAGE, cursor }, signal)),
  ])

  /** The row of a reply that was requested by run: the row must also belong to the node. */
  const ofNode = <Row extends Scoped>({ item }: { readonly item: Row }): Row => {
    assertScope(ref, [item])
    return item
  }
  const wholeMessage = async (row: MessageRow): Promise<Message> => {
    if (!row.cut) return row
    return ofNode(await ask('getMessage', { run_id: ref.run_id, message_id: row.message_id }, {}, signal))
  }
  const wholeFile = async (row: FileRow): Promise<RunFile> => {
    if (!row.cut) return row
    return ofNode(await ask('getFile', { run_id: ref.run_id, file_id: row.file_id }, {}, signal))
  }
  const payloadOf = async ({ event_id }: EventRow) =>
    ofNode(await ask('getEvent', { run_id: ref.run_id, event_id }, {}, signal))
  const events = await inParallel(rows, AT_ONCE, payloadOf, (read) => onProgress(read, rows.length))
  return {
    scope: ref,
    node: node.item,
    summary: summary.item.summary,
    events,
    files: await inParallel(files, AT_ONCE, wholeFile, () => undefined),
    messages: await inParallel(messages, AT_ONCE, wholeMessage, () => undefined),
  }
}

type Scoped = { readonly run_id: string; readonly node_id: string | null }
type Page<Row> = { readonly items: readonly Row[]; readonly next_cursor: string | null }

async function readPages<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page contains the cursor of the next
    const page = await read(cursor)
    rows.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return rows
}

/**
 * Like `Promise.all` over a map, with at most `width` in parallel; results keep the order of the inputs. After a
 * failure, nothing more is started or reported.
 */
async function inParallel<In, Out>(
  inputs: readonly In[],
  width: number,
  work: (input: In) => Promise<Out>,
  onDone: (done: number) => void,
): Promise<readonly Out[]> {
  const results: Out[] = []
  let done = 0
  let hasFailed = false
  const queue = inputs.entries()
  const worker = async () => {
    for (const [index, input] of queue) {
      // oxlint-disable-next-line no-await-in-loop -- each worker runs sequentially
      results[index] = await work(input)
      if (hasFailed) return
      onDone(++done)
    }
  }
  try {
    await Promise.all(Array.from({ length: width }, worker))
  } catch (error) {
    hasFailed = true
    throw error
  }
  return results
}
