import type { Handlers, RawHandlers } from '#server/http/endpoint.ts'
import { fileResponse } from '#server/http/fileResponse.ts'
import { pageFor } from '#server/http/paging.ts'
import { ScopeViolationError } from '#server/http/replyScope.ts'
import type { Repositories } from '#server/ports.ts'
import { inKnownRun, notFound } from './known.ts'

/** What a run left behind: files and messages. */
export function recordRoutes(repositories: Repositories): Handlers<'listRunFiles' | 'listRunMessages'> {
  const { files, messages } = repositories
  return {
    listRunFiles: ({ params, query }) =>
      inKnownRun(repositories, params.run_id, () =>
        pageFor({ name: 'runFiles', scope: params, filter: {} }, query, (page) =>
          files.listFilesForRun(params.run_id, page),
        ),
      ),

    listRunMessages: ({ params, query }) =>
      inKnownRun(repositories, params.run_id, () =>
        pageFor({ name: 'runMessages', scope: params, filter: {} }, query, (page) =>
          messages.listMessagesForRun(params.run_id, page),
        ),
      ),
  }
}

export const contentRoutes = ({ files }: Repositories): RawHandlers<'getFileContent'> => ({
  async getFileContent({ params: { run_id, file_id } }, request) {
    const file = await files.findFile(run_id, file_id)
    if (file === undefined) return notFound('file in this run')
    // Bytes bear no scope of their own, so the row that leads to them is checked instead.
    if (file.run_id !== run_id || file.file_id !== file_id) throw new ScopeViolationError()
    return fileResponse(file, (start, end) => files.readContent(run_id, file_id, start, end), request)
  },
})
