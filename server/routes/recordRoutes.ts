import type { NodeId, RunId } from '#contract/ids.ts'
import type { RunMessagesQuery } from '#contract/queries.ts'
import { type Refusal, isRefusal } from '#server/http/context.ts'
import type { Handlers, RawHandlers } from '#server/http/endpoint.ts'
import { fileResponse } from '#server/http/fileResponse.ts'
import { pageFor } from '#server/http/paging.ts'
import { ScopeViolationError } from '#server/http/replyScope.ts'
import type { MessageFlow } from '#server/store/ports/messages.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { flowsOfEdge } from '#server/enrich/messageEdges.ts'
import { inExistingRun, notFound } from './requireExisting.ts'

/** The query names both or neither. */
type Ends = Pick<RunMessagesQuery, 'from_node_id' | 'to_node_id'>
type Flows = { readonly flows: readonly MessageFlow[] | undefined }

/** The files and messages of a run. */
export function recordRoutes(
  repositories: Repositories,
): Handlers<'listRunFiles' | 'getFile' | 'listRunMessages' | 'getMessage'> {
  const { files, messages, nodes } = repositories

  /** The flows that belong to an edge between two nodes; undefined, which means all, if no nodes are named. */
  async function flowsBetween(run_id: RunId, { from_node_id, to_node_id }: Ends): Promise<Flows | Refusal> {
    if (from_node_id === undefined || to_node_id === undefined) return { flows: undefined }
    const [ends, edges, flows] = await Promise.all([
      nodes.listEnrichedNodes(run_id),
      nodes.listEdges(run_id),
      messages.countMessageFlows(run_id),
    ])
    const isThere = (asked: NodeId) => ends.some(({ node_id }) => node_id === asked)
    if (!isThere(from_node_id) || !isThere(to_node_id)) return notFound('node in this run')
    return { flows: flowsOfEdge({ from_node_id, to_node_id }, ends, edges, flows) }
  }

  return {
    listRunFiles: ({ params, query }) =>
      inExistingRun(repositories, params.run_id, () =>
        pageFor({ name: 'runFiles', scope: params, filter: {} }, query, (page) =>
          files.listFilesForRun(params.run_id, page),
        ),
      ),

    async getFile({ params: { run_id, file_id } }) {
      const item = await files.findFile(run_id, file_id)
      return item === undefined ? notFound('file in this run') : { scope: { run_id }, item }
    },

    async getMessage({ params: { run_id, message_id } }) {
      const item = await messages.findMessage(run_id, message_id)
      return item === undefined ? notFound('message in this run') : { scope: { run_id }, item }
    },

    listRunMessages({ params, query: { cursor, limit, from_node_id, to_node_id } }) {
      const filter = { from_node_id, to_node_id }
      return inExistingRun(repositories, params.run_id, async () => {
        const chosen = await flowsBetween(params.run_id, filter)
        if (isRefusal(chosen)) return chosen
        return await pageFor({ name: 'runMessages', scope: params, filter }, { cursor, limit }, (page) =>
          messages.listMessagesForRun(params.run_id, chosen, page),
        )
      })
    },
  }
}

export const contentRoutes = ({ files }: Repositories): RawHandlers<'getFileContent'> => ({
  async getFileContent({ params: { run_id, file_id } }, request) {
    const file = await files.findFile(run_id, file_id)
    if (file === undefined) return notFound('file in this run')
    // Bytes carry no scope, so the row that leads to them is checked instead.
    if (file.run_id !== run_id || file.file_id !== file_id) throw new ScopeViolationError()
    return fileResponse(file, (start, end) => files.readContent(run_id, file_id, start, end), request)
  },
})
