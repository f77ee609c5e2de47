import { expect, test } from 'vitest'
import { readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { sqlStatements } from '#server/store/postgres/engine/sqlStatements.ts'

test('a script is cut at the semicolons that end statements, and at no other', () => {
  const script = `-- one; two
create table a (t text default 'x;''y'); /* ; */
create function f() returns text language sql as $$ select 'a;b'; $$;
create function g() returns text language sql as $body$ select $$;$$; $body$;
insert into "odd;name" values (1)`
  expect(sqlStatements(script).map((statement) => statement.replaceAll(/\s+/g, ' '))).toEqual([
    `-- one; two create table a (t text default 'x;''y')`,
    `/* ; */ create function f() returns text language sql as $$ select 'a;b'; $$`,
    `create function g() returns text language sql as $body$ select $$;$$; $body$`,
    `insert into "odd;name" values (1)`,
  ])
  expect(sqlStatements(' -- nothing\n;; ')).toEqual([])
})

test('the statements of each migration are all of it', async () => {
  const bare = (text: string) => text.replaceAll(/--[^\n]*|[\s;]/g, '')
  for (const { text } of await readMigrations()) {
    const statements = sqlStatements(text)
    expect(statements.length).toBeGreaterThan(0)
    expect(bare(statements.join('\n'))).toBe(bare(text))
  }
})
