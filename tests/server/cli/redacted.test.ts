import { describe, expect, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { isPostgresUrl, mayHoldPassword, redacted } from '#server/lib/redacted.ts'
import { openSource } from '#server/sources/openSource.ts'
import { startFailure } from '#server/startFailure.ts'

/** Each holds the password `hunter2`, or a part of it where the password has a special character. */
const MISTYPED: readonly string[] = [
  'postgres:/ann:hunter2@db.example/runs',
  'postgres:ann:hunter2@db.example/runs',
  'postgres//ann:hunter2@db.example/runs',
  'postgresql//ann:hunter2@db.example/runs',
  'postgres ://ann:hunter2@db.example/runs',
  'postgres:// ann:hunter2@db.example/runs',
  ' postgres://ann:hunter2@db.example/runs',
  'postgre://ann:hunter2@db.example/runs',
  'psotgres://ann:hunter2@db.example/runs',
  'postgres;//ann:hunter2@db.example/runs',
  'postgres:\\\\ann:hunter2@db.example/runs',
  'jdbc:postgresql://db.example/runs?user=ann&password=hunter2',
  '//ann:hunter2@db.example/runs',
  '://ann:hunter2@db.example/runs',
  'ann:hunter2@db.example:5432/runs',
  ':hunter2@db.example',
  'postgres://ann:hunter2/x@db.example/runs',
  'postgres://ann:12/hunter2@db.example/runs',
  'postgres://ann:12?hunter2@db.example/runs',
  'postgres://ann:12#hunter2@db.example/runs',
  'postgres://ann@mail.example:12/hunter2@db.example/runs',
  'postgres://ann:my hunter2@db.example/runs',
  'postgres://ann:new\nhunter2@db.example/runs',
  'postgres%3A%2F%2Fann%3Ahunter2%40db.example%2Fruns',
  'postgres://ann:hunter2',
  'postgres://ann:hunter2/runs',
  'host=db.example user=ann password=hunter2 dbname=runs',
  "host=db.example password='two hunter2' user=ann",
  'DATABASE_URL=postgres://ann:hunter2@db.example/runs',
  '"postgres://ann:hunter2@db.example/runs"',
]

/** Right, and to be shown without the password all the same. */
const RIGHT: readonly string[] = [
  'postgres://ann:hunter2%@db.example/runs',
  'postgres://ann:hunter2@db.example:5432/runs',
  'POSTGRESQL://ann:hunter2@db.example/runs?sslmode=require',
  'postgres://ann:p%40hunter2%2F@db.example/runs',
  'postgres:///runs?host=/var/run&user=ann&password=hunter2',
  'postgres://db.example/runs?password=hunter2&sslpassword=hunter2',
]

const quoting = (text: string): readonly string[] => [
  text,
  `There is no file ${text}.`,
  `Runlens could not start: Error: connect ${text}`,
  `Unknown option '--${text}'. Unknown command ${JSON.stringify(text)}.`,
]

test.each([...MISTYPED, ...RIGHT])('of %j no password is left, in whatever sentence it stands', (text) => {
  for (const sentence of quoting(text)) expect(redacted(sentence)).not.toMatch(/hunter/)
  expect(mayHoldPassword(text)).toBe(true)
})

describe.each(MISTYPED)('%j', (text) => {
  test('is refused as DATABASE_URL and as DATA_DIR without being repeated', () => {
    for (const name of ['DATABASE_URL', 'DATA_DIR']) {
      const read = readConfig({ [name]: text })
      const sentences = read.kind === 'refused' ? read.sentences : []
      expect(sentences).toEqual([expect.stringMatching(new RegExp(`^${name} must be a .*\\.$`))])
      expect(sentences.join()).not.toMatch(/hunter|ann/)
    }
  })

  test('is refused as a source without being repeated', async () => {
    const error: unknown = await openSource(text).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'SourceError', trouble: 'missing' })
    expect(String(error)).not.toMatch(/hunter|ann/)
  })
})

test.each(RIGHT)('%j is taken, and not repeated when something unforeseen quotes it', (text) => {
  expect(isPostgresUrl(text)).toBe(true)
  const read = readConfig({ DATABASE_URL: text })
  if (read.kind === 'refused') throw new Error(read.sentences.join(' '))
  expect(startFailure(new Error(`cannot use ${text} today`), read.config).sentence).not.toMatch(/hunter/)
})

test.each([
  'There is no file /backups/postgres/2026/old.db.',
  'C:\\data\\old.db is empty: it has no tables.',
  'The data folder /home/ann/.runlens is in use by process 17 on vm-2.',
  'The database in DATABASE_URL cannot be reached: 127.0.0.1:5432/runs.',
  'a SQLite file or postgres://user:password@host:5432/database; it is only read; a postgres:// URL of Runlens',
  '{"time":"2026-01-20T10:00:00.000Z","route":"/api/runs/:run_id","status":503}',
  'Run 4870fb7a-4d8a-4e1d-8ee8-78091fbacc08 has no password: write one.',
])('%j is left as it is', (text) => {
  expect(redacted(text)).toBe(text)
})
