import type { Sql, SqlRunner } from '#server/store/postgres/sql.ts'
import * as z from 'zod/mini'
import { ownMethods } from './databases.ts'

/** One step of a plan that reads something: how, which table, and by which index. */
export type ReadStep = { readonly how: string; readonly table: string | undefined; readonly index: string | undefined }

const Step = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.optional(z.string()),
  'Index Name': z.optional(z.string()),
  Plans: z.optional(z.array(z.unknown())),
})
const Explained = z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.unknown() })]) })

/** A port that hands each statement's plan to `onPlan` before it runs it, within the same transaction and its settings. */
export function explaining(sql: Sql, onPlan: (steps: readonly ReadStep[]) => void): Sql {
  const runner = (on: SqlRunner): SqlRunner => ({
    query: async (text, params, row) => {
      const [explained] = await on.query(`explain (format json) ${text}`, params, Explained)
      onPlan(explained ? stepsIn(explained['QUERY PLAN'][0].Plan) : [])
      return await on.query(text, params, row)
    },
    exec: (text) => on.exec(text),
  })
  return { ...ownMethods(sql), ...runner(sql), transaction: (work) => sql.transaction((tx) => work(runner(tx))) }
}

function stepsIn(plan: unknown): readonly ReadStep[] {
  const { 'Node Type': how, 'Relation Name': table, 'Index Name': index, Plans: parts = [] } = z.parse(Step, plan)
  const below = parts.flatMap(stepsIn)
  return table === undefined && index === undefined ? below : [{ how, table, index }, ...below]
}
