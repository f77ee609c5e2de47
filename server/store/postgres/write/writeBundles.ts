import type { PreparedBundle, PreparedFile } from '#server/store/prepare/prepareBundle.ts'
import type { PreparedEvent } from '#server/store/prepare/PreparedEvent.ts'
import { withContents } from './fileContents.ts'
import type { SqlRunner } from '../sql.ts'
import { DAG_EDGES, DAG_NODES, EXECUTION_EVENTS, FILES, MESSAGES, WORKFLOW_RUNS } from '../tables.ts'
import { addMissing, insertRows, upsertRows } from './upsertRows.ts'

/** Writes all rows of the runs, in the order that the foreign keys require. */
export async function writeBundles(tx: SqlRunner, runs: readonly PreparedBundle[]): Promise<void> {
  const heads = runs.map(({ run }) => run)
  const areNew = (await addMissing(tx, WORKFLOW_RUNS, heads)).length === heads.length
  if (!areNew) await upsertRows(tx, WORKFLOW_RUNS, heads)
  // A new run has no stored rows.
  const write = areNew ? insertRows : upsertRows
  const all = <Row>(rowsOf: (run: PreparedBundle) => readonly Row[]) => runs.flatMap(rowsOf)

  await write(
    tx,
    DAG_NODES,
    all(({ nodes }) => nodes),
  )
  await write(
    tx,
    DAG_EDGES,
    all(({ edges }) => edges),
  )
  await write(
    tx,
    EXECUTION_EVENTS,
    all(({ events }) => events),
    eventField,
  )
  const files = all((run) => run.files)
  await withContents(tx, files, areNew, () => write(tx, FILES, files.map(fileRow)))
  await write(
    tx,
    MESSAGES,
    all(({ messages }) => messages),
  )
}

/** A column of an event, its own or derived. */
export function eventField(prepared: PreparedEvent, column: string): unknown {
  switch (column) {
    case 'inputs':
    case 'outputs':
    case 'meta':
      return prepared.texts[column]
    case 'inputs_preview':
      return previewToStore(prepared.derived.inputs_preview?.text, prepared.texts.inputs)
    case 'inputs_bytes':
      return prepared.derived.inputs_preview?.bytes
    case 'outputs_preview':
      return previewToStore(prepared.derived.outputs_preview?.text, prepared.texts.outputs)
    case 'outputs_bytes':
      return prepared.derived.outputs_preview?.bytes
    default:
      return column in prepared.derived ? Reflect.get(prepared.derived, column) : Reflect.get(prepared.event, column)
  }
}

/** Most payloads are no longer than their preview, and `previewText` then reads the payload itself. */
const previewToStore = (preview: string | undefined, payload: string | null): string | undefined =>
  preview === payload ? undefined : preview

export const fileRow = ({ file }: PreparedFile) => ({ ...file, content_sha256: file.has_content ? file.sha256 : null })
