import type { ImportContext } from './ImportContext.ts'
import { type OldGraph, oldGraph } from './OldGraph.ts'
import { OLD_TABLES } from './oldRows.ts'
import { collect, readRows } from './readRows.ts'

/** Reads all nodes and edges. */
export async function readGraph(context: ImportContext): Promise<OldGraph> {
  const { source } = context
  return oldGraph(
    await collect(readRows(context, source.nodes(), OLD_TABLES.dag_nodes)),
    await collect(readRows(context, source.edges(), OLD_TABLES.dag_edges)),
  )
}
