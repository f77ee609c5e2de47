import type { Handlers } from '#server/http/endpoint.ts'
import { ON_REQUEST } from '#server/store/audits/AuditPatience.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { inExistingNode, inExistingRun } from './requireExisting.ts'

/** How long a request waits while pending runs are audited, in milliseconds. The report says how many remain. */
const REFRESH_MS = 2000

export function integrityRoutes(
  repositories: Repositories,
): Handlers<'getIntegrity' | 'getRunIntegrity' | 'getNodeReuse'> {
  const { integrity } = repositories
  const service = new IntegrityService(integrity, ON_REQUEST)
  return {
    async getIntegrity() {
      const end = performance.now() + REFRESH_MS
      await service.refresh(() => performance.now() > end)
      return { scope: {}, item: await service.report() }
    },

    getRunIntegrity: ({ params }) =>
      inExistingRun(repositories, params.run_id, async () => {
        const groups = await integrity.foundInRun(params.run_id)
        return { scope: params, item: { ...params, checked: groups !== undefined, groups: groups ?? [] } }
      }),

    getNodeReuse: ({ params }) =>
      inExistingNode(repositories, params, async () => ({
        scope: params,
        item: { ...params, ...(await integrity.nodeReuse(params)) },
      })),
  }
}
