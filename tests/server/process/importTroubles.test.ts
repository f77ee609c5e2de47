import Libsql from 'libsql'
import { access, chmod, copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { FIRST, oldDatabase, oldEvent, oldRun } from '#tests/support/oldDatabases/oldRows.ts'
import { runlens, temporaryFolder } from '#tests/support/process/startServer.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const inFolder = (name: string): string => join(folder.path, name)
/** Where nothing may ever be made: a source that cannot be read is told before the target is opened. */
const never = () => ({ DATA_DIR: inFolder('never') })

const INPUTS = JSON.stringify({ text: 'x'.repeat(2000) })
const old = oldDatabase({
  workflow_runs: [oldRun(FIRST)],
  execution_events: Array.from({ length: 300 }, (_, index) => oldEvent(`e${index}`, FIRST, 'a', { inputs: INPUTS })),
})

beforeAll(async () => {
  folder = await temporaryFolder()
  writeOldSqlite(inFolder('old.db'), old)
})
afterAll(() => folder.remove())

function writeSqlite(name: string, schema: string): void {
  const db = new Libsql(inFolder(name))
  db.exec(schema)
  db.close()
}

/** One sentence on standard error, nothing on standard output, and the exit code that the README promises. */
async function expectRefusal(source: readonly string[], code: number, sentence: RegExp): Promise<void> {
  const ended = await runlens(['import', ...source], never())
  expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(/^[^\n]+\.\n$/) })
  expect(ended.stderr).toMatch(sentence)
  await expect(access(inFolder('never'))).rejects.toThrow('ENOENT')
}

type Trouble = {
  readonly what: string
  readonly code: number
  readonly sentence: RegExp
  readonly make: (name: string) => Promise<void> | void
}

const TRACES_GZ = gzipSync(JSON.stringify({ resourceSpans: [], padding: 'x'.repeat(1000) }))
const MIB = 1024 * 1024

/** 512 MiB in half of one: gzip may be written in pieces, each of which is packed here only once. */
const endlessDocument = () =>
  Buffer.concat([gzipSync('{"a": "'), ...Array<Buffer>(512).fill(gzipSync(Buffer.alloc(MIB, 'x')))])

const TROUBLES: readonly Trouble[] = [
  { what: 'that is not there', code: 66, sentence: /^There is no file /, make: () => {} },
  {
    what: 'of no bytes',
    code: 65,
    sentence: /is empty: it has no tables/,
    make: (name) => writeFile(inFolder(name), ''),
  },
  {
    what: 'without any table',
    code: 65,
    sentence: /has none of the old tables/,
    make: (name) => writeSqlite(name, 'create table t (id text); drop table t'),
  },
  {
    what: 'of another schema',
    code: 65,
    sentence: /its table execution_events has no column run_id/,
    make: (name) => writeSqlite(name, 'create table workflow_runs (id text); create table execution_events (id text)'),
  },
  {
    what: 'with a view that leads nowhere',
    code: 65,
    sentence: /does not have the old schema: no such table/,
    make: (name) =>
      writeSqlite(name, 'create table workflow_runs (id text); create view execution_events as select * from gone'),
  },
  {
    what: 'that is not a database',
    code: 65,
    sentence: /is neither a SQLite database nor a JSON trace file/,
    make: (name) => writeFile(inFolder(name), 'some notes that somebody took, longer than a header'),
  },
  {
    what: 'that is JSON without traces',
    code: 65,
    sentence: /is JSON but contains no traces/,
    make: (name) => writeFile(inFolder(name), '{"name": "runlens"}'),
  },
  {
    what: 'of truncated traces',
    code: 65,
    sentence: /is not JSON, or is truncated/,
    make: (name) => writeFile(inFolder(name), '{"resourceSpans": [\n{}'),
  },
  {
    what: 'of gzipped traces, truncated',
    code: 65,
    sentence: /is truncated: the end of the gzip data is missing/,
    make: (name) => writeFile(inFolder(name), TRACES_GZ.subarray(0, -9)),
  },
  {
    what: 'of gzipped traces, damaged at the end',
    code: 65,
    sentence: /is damaged: it contains invalid gzip data/,
    make: (name) => writeFile(inFolder(name), Buffer.concat([TRACES_GZ.subarray(0, -8), Buffer.alloc(8)])),
  },
  {
    what: 'that only begins as gzip does',
    code: 65,
    sentence: /is damaged: it contains invalid gzip data/,
    make: (name) => writeFile(inFolder(name), '\u001f\u008bnothing of the kind', 'latin1'),
  },
  {
    what: 'of gzipped notes',
    code: 65,
    sentence: /is a gzip file with no JSON traces/,
    make: (name) => writeFile(inFolder(name), gzipSync('some notes')),
  },
  {
    what: 'of gzipped nothing',
    code: 65,
    sentence: /is a gzip file with no JSON traces/,
    make: (name) => writeFile(inFolder(name), gzipSync('')),
  },
  {
    what: 'of a gzipped database',
    code: 65,
    sentence: /is a gzip file with a SQLite database: decompress it first/,
    make: async (name) => writeFile(inFolder(name), gzipSync(await readFile(inFolder('old.db')))),
  },
  {
    what: 'that decompresses to endless whitespace',
    code: 65,
    sentence: /is a gzip file with no JSON traces/,
    make: (name) => writeFile(inFolder(name), gzipSync(Buffer.alloc(64 * MIB, ' '))),
  },
  {
    what: 'that decompresses to one endless document',
    code: 65,
    sentence: /is too large for one document/,
    make: (name) => writeFile(inFolder(name), endlessDocument()),
  },
  {
    what: 'whose second half is gone',
    code: 65,
    sentence: /is damaged/,
    make: async (name) => {
      await copyFile(inFolder('old.db'), inFolder(name))
      await truncate(inFolder(name), Math.floor((await readFile(inFolder(name))).length / 2))
    },
  },
]

describe('a file', () => {
  it.each(TROUBLES)('$what is one sentence and exit code $code', async ({ what, code, sentence, make }) => {
    const name = `${what}.db`
    await make(name)
    await expectRefusal([inFolder(name)], code, sentence)
  })

  it('that is a folder is one sentence and exit code 65', async () => {
    await expectRefusal([folder.path], 65, /is a folder or a device, not a file/)
  })

  it('that another program has locked is one sentence and exit code 75', async () => {
    writeOldSqlite(inFolder('locked.db'), old)
    const writer = new Libsql(inFolder('locked.db'))
    writer.exec('begin exclusive')
    try {
      await expectRefusal([inFolder('locked.db')], 75, /is locked by another program/)
    } finally {
      writer.close()
    }
  })

  // A superuser may read every file.
  it.skipIf(process.getuid?.() === 0)('that this user may not read is one sentence and exit code 77', async () => {
    writeOldSqlite(inFolder('secret.db'), old)
    await chmod(inFolder('secret.db'), 0)
    await expectRefusal([inFolder('secret.db')], 77, /cannot be read by this user/)
  })

  it('that is damaged in the middle is reported once the damage is reached', async () => {
    const bytes = await readFile(inFolder('old.db'))
    bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 20_000)
    await writeFile(inFolder('middle.db'), bytes)
    const ended = await runlens(['import', inFolder('middle.db'), '--dry-run'], never())
    expect(ended).toEqual({ code: 65, stdout: '', stderr: expect.stringMatching(/^[^\n]+ is damaged: [^\n]+\.\n$/) })
  })
})

describe('a Postgres', () => {
  it('that cannot be reached is one sentence without the password, and exit code 69', async () => {
    const url = 'postgres://reader:secret@127.0.0.1:1/old'
    await expectRefusal([url], 69, /^The database 127\.0\.0\.1:1\/old cannot be reached\.\n$/)
  })
})

describe.runIf(process.env['TEST_DATABASE_URL'])('a Postgres that is there', () => {
  it('without the database that was named is one sentence and exit code 66', async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '')
    url.pathname = '/runlens_none_of_this_name'
    await expectRefusal([url.href], 66, /^There is no database .*runlens_none_of_this_name\.\n$/)
  })

  it.each([
    ['create table notes (id integer)', /has none of the old tables/],
    ['create table workflow_runs (id text); create table files (id text)', /its table files has no column run_id/],
    ['create table workflow_runs (run_id uuid, id text)', /is already a Runlens database/],
  ])('and was made by %j is one sentence and exit code 65', async (schema, sentence) => {
    const own = await ownSchema()
    const sql = openPostgresSql(own?.url ?? '')
    try {
      await sql.exec(schema)
      await expectRefusal([own?.url ?? ''], 65, sentence)
    } finally {
      await sql.close()
      await own?.drop()
    }
  })
})

it('a command line that is wrong is exit code 64, and says how it goes', async () => {
  for (const args of [['import'], ['import', 'a.db', 'b.db'], ['import', 'a.db', '--wet-run'], ['export']]) {
    // oxlint-disable-next-line no-await-in-loop -- one process after the other
    const ended = await runlens(args, never())
    expect(ended).toMatchObject({ code: 64, stdout: '' })
    expect(ended.stderr).toContain('import <source>')
  }
})
