import type { PreparedBundle, PreparedFile } from '#server/services/prepareBundle.ts'
import type { PreparedEvent } from '#server/services/PreparedEvent.ts'
import { compareCodePoints } from '#server/services/codePointOrder.ts'
import { NoRow, type SqlRunner } from './sql.ts'
import { DAG_EDGES, DAG_NODES, EXECUTION_EVENTS, FILES, MESSAGES, WORKFLOW_RUNS } from './tables.ts'
import { addMissing, insertRows, upsertRows } from './upsertRows.ts'

/** Writes all rows of the runs, in the order in which the foreign keys want it. */
export async function writeBundles(tx: SqlRunner, runs: readonly PreparedBundle[]): Promise<void> {
  const heads = runs.map(({ run }) => run)
  const areNew = (await addMissing(tx, WORKFLOW_RUNS, heads)) === heads.length
  if (!areNew) await upsertRows(tx, WORKFLOW_RUNS, heads)
  // Of a run that was not there no row can be.
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
  await storeContents(tx, files)
  await write(tx, FILES, files.map(fileRow))
  await write(
    tx,
    MESSAGES,
    all(({ messages }) => messages),
  )
}

/** In the order of their hashes, so that two writers at once that share contents wait for each other at most. */
export async function storeContents(tx: SqlRunner, files: readonly PreparedFile[]): Promise<void> {
  for (const { file, content } of files.toSorted((a, b) =>
    compareCodePoints(a.file.sha256 ?? '', b.file.sha256 ?? ''),
  )) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    if (content instanceof Uint8Array) await storeContent(tx, file.sha256, content)
  }
}

const storeContent = (tx: SqlRunner, sha256: string | null, content: Uint8Array<ArrayBuffer>) =>
  tx.query(
    'insert into file_contents (sha256, bytes) values ($1::text, $2::bytea) on conflict (sha256) do nothing',
    [sha256, content],
    NoRow,
  )

/** A column of an event, which is its own or derived. */
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

/** Most payloads are shorter than a preview may be, and then `previewText` reads the payload itself. */
const previewToStore = (preview: string | undefined, payload: string | null): string | undefined =>
  preview === payload ? undefined : preview

export const fileRow = ({ file }: PreparedFile) => ({ ...file, content_sha256: file.has_content ? file.sha256 : null })
