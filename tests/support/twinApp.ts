import { Problem } from '#contract/errors.ts'
import { aNode, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { type AppParts, createApp } from '#server/app.ts'
import { type LiveParts, LiveStreams } from '#server/live/LiveStreams.ts'
import type { LogLine } from '#server/http/requestLog.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import * as z from 'zod/mini'

/** A node that the blue run has and the green one has not; its id bears no word of either. */
export const ONLY_BLUE = 'only_here'

/** The twin runs, and in the blue one a node more, as batches told of them. */
export async function twinStore(
  bundles: readonly RunBundle[] = twinRuns,
  store: Store = createMemoryStore(),
): Promise<Store> {
  const known = new Set<string>(twinSessions.map((session) => session.session_id))
  const more = bundles.map(({ run }) => run.session_id).filter((session_id) => !known.has(session_id))
  const sessions = [...twinSessions, ...more.map((session_id) => aSession({ session_id }))]
  await store.writer.writeSessions(sessions, 'batch')
  for (const bundle of bundles) {
    const extra = bundle.run.run_id === BLUE ? [aNode({ run_id: BLUE, node_id: ONLY_BLUE, label: 'cobalt alone' })] : []
    // oxlint-disable-next-line eslint/no-await-in-loop -- a store writes one run at a time
    await store.writer.writeRun({ ...bundle, nodes: [...bundle.nodes, ...extra] }, 'batch')
  }
  return store
}

/** The application as the server runs it, with every reply checked in full, and what it logged. */
export function appOver(store: AppParts['store'] & LiveParts, over: Partial<AppParts> = {}) {
  const lines: LogLine[] = []
  const log = (line: LogLine) => void lines.push(line)
  const live = new LiveStreams(store)
  const app = createApp({
    store,
    live,
    version: '0.0.0',
    exposed: false,
    hosts: 'any',
    replyCheck: 'schema',
    log,
    ...over,
  })
  return { app, lines }
}

export async function problemIn(response: Response): Promise<Problem> {
  if (response.headers.get('content-type') !== 'application/problem+json')
    throw new Error(`no problem but ${response.status} ${response.headers.get('content-type')}`)
  return z.parse(Problem, await response.json())
}
