import { randomBytes } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { Problem } from '#contract/errors.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'
import { runId } from '#tests/support/testStore.ts'
import { startServer } from '#tests/support/process/startServer.ts'

// Each of these processes opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

const disk = await smallDisk(160)
afterAll(() => disk?.remove())

/** What the database cannot store smaller. */
const noise = () => randomBytes(600_000).toString('base64')

test.skipIf(!disk)(
  `a server whose disk is full says so, goes on reading, ends when it is told to, and has lost nothing${disk ? '' : ' (skipped: this user may not mount a tmpfs)'}`,
  async () => {
    if (!disk) return
    await seedDataDir(disk.path)
    const server = startServer({ DATA_DIR: disk.path })
    const url = await server.ready()
    const post = (number: number) =>
      fetch(`${url}/api/runs/${runId(number)}/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          run: { task_description: 'fills the disk' },
          nodes: [{ node_id: 'n' }],
          events: [1, 2, 3].map((part) => ({
            event_id: `e${number}-${part}`,
            node_id: 'n',
            event_type: 'info',
            outputs: { text: noise() },
          })),
        }),
      })
    let stored = 0
    let reply = await post(0)
    while (reply.ok && stored < 200) {
      stored += 1
      // oxlint-disable-next-line no-await-in-loop -- until one does not fit
      reply = await post(stored)
    }
    const problem = z.parse(Problem, await reply.json())
    expect([reply.status, problem.code, problem.title]).toEqual([503, 'database_full', 'The database disk is full'])
    const runs = async (from: string) =>
      z.parse(ENDPOINTS.listRuns.reply, await (await fetch(`${from}/api/runs?limit=500`)).json()).total
    expect(await runs(url)).toBe(stored)
    expect(server.output().stderr.match(/is full \(53100\)/g)).toHaveLength(1)

    // The rest of the disk goes to somebody else; whatever fails now, the server ends, by force if need be.
    disk.fill()
    server.child.kill('SIGTERM')
    expect(await server.ended()).toBe(0)

    disk.empty()
    const again = startServer({ DATA_DIR: disk.path })
    try {
      expect(await runs(await again.ready())).toBe(stored)
    } finally {
      again.child.kill('SIGKILL')
      await again.ended()
    }
  },
)
