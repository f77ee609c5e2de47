import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { listen } from '#server/listen.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver } from '#tests/support/twinApp.ts'

/** What a request did not reach the application with, or got instead of its answer. */
type Fault = (request: Request) => Response | undefined

/** A real server over a store in memory, which may be told to answer otherwise. */
export async function aServer(store: Store = createMemoryStore()) {
  const bodies: string[] = []
  let fault: Fault = () => undefined
  const server = await listen(0, '127.0.0.1', (port) => {
    const { app } = appOver(store, { hosts: [`127.0.0.1:${port}`] })
    return async (request) => {
      if (request.method === 'POST') bodies.push(await request.clone().text())
      return fault(request) ?? app.fetch(request)
    }
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    port: server.port,
    /** Bodies that were posted, in their order. */
    bodies,
    answerWith(next: Fault) {
      fault = next
    },
    get: async (path: string): Promise<unknown> => await (await fetch(`${url}/api${path}`)).json(),
    close: () => server.close(),
  }
}
