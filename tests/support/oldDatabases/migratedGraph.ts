import type { Sql } from '#server/store/postgres/sql.ts'
import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { importing } from './importing.ts'
import { rowsOf } from './migratingDocs.ts'

const sorted = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort()

/** Nodes and edges as they stand in a database that has the composite key, in an order that means nothing. */
export const graphAfter = async (sql: Sql) => ({
  nodes: sorted(await rowsOf(sql, 'select run_id, id as node_id, origin from dag_nodes')),
  edges: sorted(await rowsOf(sql, 'select run_id, from_node_id, to_node_id, origin from dag_edges')),
  reconstructed: sorted(
    await rowsOf(
      sql,
      `select run_id, id as node_id, node_type, agent, status, order_index from dag_nodes
      where origin = 'reconstructed'`,
    ),
  ),
})

/** The same as an import of the old database makes them. */
export async function graphImported(database: OldDatabase) {
  const { bundleOf } = await importing(database)
  const bundles = database.workflow_runs.map((run) => bundleOf(String(run['id'])))
  const nodes = bundles.flatMap((bundle) => bundle.nodes)
  return {
    nodes: sorted(nodes.map(({ run_id, node_id, origin }) => ({ run_id, node_id, origin }))),
    edges: sorted(
      bundles.flatMap((bundle) =>
        bundle.edges.map(({ run_id, from_node_id, to_node_id, origin }) => ({
          run_id,
          from_node_id,
          to_node_id,
          origin,
        })),
      ),
    ),
    reconstructed: sorted(
      nodes
        .filter(({ origin }) => origin === 'reconstructed')
        .map(({ run_id, node_id, node_type, agent, status, order_index }) => ({
          run_id,
          node_id,
          node_type,
          agent,
          status,
          order_index,
        })),
    ),
  }
}
