import { unassignedCalls, receive } from '#mocks/fixtures/unassignedCalls.ts'
import { demoSource } from '#server/demo/demoSource.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { setupWorker } from 'msw/browser'
import { apiHandlers } from './handlers.ts'
import { createMemoryStore } from '../server/store/memory/memoryStore.ts'

/**
 * Serves the app's requests in the browser itself, with the demo in memory. Resolves once requests are intercepted.
 */
export async function startMockApi(): Promise<void> {
  const store = createMemoryStore()
  await importOldDatabase(demoSource(), store.writer, { as: 'demo' })
  await receive(store, unassignedCalls)
  await new IntegrityService(store.repositories.integrity).refresh()
  // Only `/api` is intercepted; the development server's own modules pass through.
  await setupWorker(...apiHandlers(store)).start({ onUnhandledRequest: 'bypass', quiet: true })
}
