import { readConfig } from '#server/config.ts'
import { DataDirInUseError, DataDirLockError } from '#server/store/postgres/engine/lockFile.ts'
import { MigrationError } from '#server/store/postgres/engine/migrate.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { startFailure } from '#server/startFailure.ts'
import { expect, test } from 'vitest'

const read = readConfig({ DATABASE_URL: 'postgres://ann:hun%2Fter2@db.example:5432/runs' })
if (read.kind === 'refused') throw new Error(read.sentences.join(' '))
const { config } = read
const withCode = (code: string) => Object.assign(new Error('listen failed'), { code })

test.each([
  [new DataDirInUseError('The data folder x is in use by process 7.'), 75],
  [new DataDirLockError('The lock x is a pipe.'), 78],
  [new MigrationError('A newer version migrated this database.'), 78],
  [new StoreUnavailableError('connect hun/ter2'), 69],
  [withCode('EADDRINUSE'), 75],
  [withCode('EACCES'), 78],
  [withCode('EADDRNOTAVAIL'), 78],
  [new Error('bad string postgres://ann:hun%2Fter2@db.example, that is hun/ter2\n    at connect (db.ts:1:2)'), 70],
  ['thrown text hun/ter2', 70],
])('%s ends the process in one sentence without stack or password', (error, exitCode) => {
  const failure = startFailure(error, config)
  expect(failure.exitCode).toBe(exitCode)
  expect(failure.sentence).toMatch(/^[A-Z].*\.$/)
  expect(failure.sentence).not.toMatch(/hun|ter2|\n| at /)
})
