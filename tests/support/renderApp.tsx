import type { Session } from '#contract/entities.ts'
import { receive } from '#mocks/fixtures/unassignedCalls.ts'
import { twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { App } from '#src/app/App.tsx'
import { AppProviders } from '#src/app/AppProviders.tsx'
import { createQueryClient } from '#src/app/queryClient.ts'
import { LIVE_TIMING, type LiveTiming } from '#src/live/timing.ts'
import { connectHistory, createNavigationStore } from '#src/navigation/navigationStore.ts'
import { render } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import { onTestFinished } from 'vitest'

type Scene = {
  /** The address that the person opens. */
  readonly url: string
  readonly data?: readonly RunBundle[]
  readonly sessions?: readonly Session[]
  /** Whether the runs were drawn from spans, each from those of its own trace. */
  readonly areDrawn?: boolean
  /** What was received by OTLP. */
  readonly spans?: readonly RawSpan[]
  /** What the server does wrong; asked before the honest application. */
  readonly faults?: (store: Store) => readonly RequestHandler[]
  /** How patient the live parts are. */
  readonly timing?: LiveTiming
}

export type RenderedApp = { readonly user: UserEvent; readonly store: Store }

/** The whole app, as a person meets it, over the real server application and a memory store. The only renderer of journeys. */
export async function renderApp({
  url,
  data = twinRuns,
  sessions = twinSessions,
  areDrawn = false,
  spans = [],
  faults = () => [],
  timing = LIVE_TIMING,
}: Scene): Promise<RenderedApp> {
  const store = createMemoryStore()
  if (areDrawn)
    for (const bundle of data) {
      const session = sessions.find(({ session_id }) => session_id === bundle.run.session_id)
      if (session) await store.writer.replaceRun(session, bundle)
    }
  else {
    await store.writer.writeSessions(sessions)
    for (const bundle of data) await store.writer.writeRun(bundle)
  }
  await receive(store, spans)
  await new IntegrityService(store.repositories.integrity).refresh()
  server.listen({ onUnhandledRequest: 'error' })
  server.use(...faults(store), ...apiHandlers(store))

  history.replaceState(null, '', url)
  const navigation = createNavigationStore(window)
  const disconnect = connectHistory(navigation, window)
  const queryClient = createQueryClient(1)
  render(
    <AppProviders navigation={navigation} queryClient={queryClient} env="test" timing={timing}>
      <App />
    </AppProviders>,
  )
  onTestFinished(() => {
    disconnect()
    queryClient.clear()
    server.close()
    server.resetHandlers()
  })
  return { user: userEvent.setup(), store }
}
