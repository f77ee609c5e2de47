import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { NoRow, type Sql, SqlError, type SqlParam } from '#server/store/postgres/sql.ts'

const read = (path: string): Promise<string> => readFile(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')

const Rows = z.record(z.string(), z.unknown())
export type Row = Readonly<z.output<typeof Rows>>

export const rowsOf = (sql: Sql, text: string, params: readonly SqlParam[] = []): Promise<readonly Row[]> =>
  sql.query(text, params, Rows)

/** The answers to the statements of a file that only reads, in its order. */
export async function check(sql: Sql, name: '01-check' | '03-check'): Promise<readonly (readonly Row[])[]> {
  const statements = (await read(`migrating/${name}.sql`)).split(/;\n/).filter((text) => text.trim() !== '')
  const answers: (readonly Row[])[] = []
  // oxlint-disable-next-line no-await-in-loop -- a file runs from top to bottom
  for (const statement of statements) answers.push(await rowsOf(sql, statement))
  return answers
}

/** Runs the whole file, as a client does that sends it. Around it lies a transaction, so that a failure leaves none open. */
export async function addCompositeKey(sql: Sql): Promise<void> {
  const text = await read('migrating/02-composite-key.sql')
  await sql.transaction((tx) => tx.exec(text))
}

export async function refusalOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await work
  } catch (error) {
    if (error instanceof SqlError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('the database did not refuse it')
}

/** The statements that docs/migrating.md shows to writers and readers, by their first words. */
export async function sampleStatement(beginning: string): Promise<string> {
  const blocks = [...(await read('migrating.md')).matchAll(/```sql\n([^`]*)```/g)].map(([, text = '']) => text)
  const [statement, ...others] = blocks.filter((text) => text.startsWith(beginning))
  if (statement === undefined || others.length > 0)
    throw new Error(`not exactly one statement begins with ${beginning}`)
  return statement
}

export const write = async (sql: Sql, beginning: string, params: readonly SqlParam[]): Promise<unknown> =>
  sql.query(await sampleStatement(beginning), params, NoRow)

export const migratingPage = (): Promise<string> => read('migrating.md')
