import { setTimeout } from 'node:timers/promises'
import { IntegrityService } from './integrity/IntegrityService.ts'
import type { Store } from './ports.ts'

const PAUSE_MS = 5000

/**
 * Looks through runs soon after they are written, so that their badges are there before anybody asks for the report.
 * Returns how to stop it, which waits for the reading that goes on.
 */
export function startAuditLoop({ repositories }: Pick<Store, 'repositories'>): () => Promise<void> {
  const service = new IntegrityService(repositories.integrity)
  const stop = new AbortController()
  const { signal } = stop
  const loop = async () => {
    while (!signal.aborted) {
      // A database that cannot be reached is told of by whoever asks it for something; the next turn tries again.
      // oxlint-disable-next-line no-await-in-loop -- one turn after the other
      await service.refresh(() => signal.aborted).catch(() => undefined)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return async () => {
    stop.abort()
    await running
  }
}
