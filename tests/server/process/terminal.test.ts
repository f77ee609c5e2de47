import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { FIRST, oldDatabase, oldEvent, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'
import { runlens, temporaryFolder } from '#tests/support/process/startServer.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Sets the window's title, clears the screen, and turns the direction of what follows. */
const HOSTILE = '\u001b]0;owned\u0007\u009b2J\u202e'
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose of this pattern
const ACTING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let source = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  source = join(folder.path, 'old.db')
  const event = (id: string, run: string) => oldEvent(id, run, 'step_1', { event_type: HOSTILE, agent_name: HOSTILE })
  const rows = { workflow_runs: [oldRun(FIRST), oldRun(SECOND)] }
  const events = [event('e1', FIRST), event('e2', SECOND), event(HOSTILE, 'gone')]
  writeOldSqlite(source, oldDatabase({ ...rows, execution_events: events }))
})
afterAll(() => folder.remove())

const DATA_DIR = '/nowhere'

test('what an old database holds does not act on the terminal of whoever audits or imports it', async () => {
  const asked = [
    ['audit', source, '--node', 'step_1'],
    ['audit', source, '--node', 'step_1', '--json'],
    ['import', source, '--dry-run'],
    ['import', source, '--dry-run', '--json'],
  ]
  const outputs = await Promise.all(asked.map((args) => runlens(args, { DATA_DIR })))
  for (const { code, stdout, stderr } of outputs) {
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toMatch(ACTING)
  }
  const all = outputs.map(({ stdout }) => stdout).join('')
  expect(all).toContain('␛]0;owned␇‹U+009B›2J‹U+202E›')
  expect(all).toContain(String.raw`\u001b]0;owned\u0007\u009b2J\u202e`)
})

test('nor does what somebody names, and a password in it is not repeated', async () => {
  const named = await Promise.all(
    [['import', `${HOSTILE}.db`], [HOSTILE], ['postgres:/ann:hunter2@db'], ['audit', `--${HOSTILE}`]].map((args) =>
      runlens(args, { DATA_DIR }),
    ),
  )
  expect(named.map(({ code }) => code)).toEqual([66, 64, 64, 64])
  for (const { stderr } of named) expect(stderr).not.toMatch(ACTING)
  expect(named.map(({ stderr }) => stderr).join('')).not.toContain('hunter2')
})
