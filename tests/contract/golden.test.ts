import { twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiOver } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { readFile, readdir } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'

/*
 * Replies written by hand from the twin fixture. Application, mock, client and schemas come from one source, so that a
 * mistake in the source would go round unseen; these files stand outside. Change one only with the contract.
 */

const FOLDER = new URL('golden/', import.meta.url)
const Golden = z.strictObject({ request: z.string(), status: z.int(), reply: z.record(z.string(), z.json()) })

const store = createMemoryStore()
beforeAll(async () => {
  await store.writer.writeSessions(twinSessions)
  for (const bundle of twinRuns) await store.writer.writeRun(bundle)
  await new IntegrityService(store.repositories.integrity).refresh()
})

/** The id of a request differs each time, and is the only thing in a reply that may. */
const withoutInstance = (body: string): string =>
  body.replace(/"urn:uuid:[0-9a-f-]{36}"/, '"urn:uuid:00000000-0000-0000-0000-000000000000"')

test.each((await readdir(FOLDER)).sort())('%s is what the API answers', async (file) => {
  const golden = z.parse(Golden, JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')))
  const response = await apiOver(store).request(golden.request)
  const reply: unknown = JSON.parse(withoutInstance(await response.text()))
  expect(reply).toEqual(golden.reply)
  expect(response.status).toBe(golden.status)
})
