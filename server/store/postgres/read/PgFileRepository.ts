import * as z from 'zod/mini'
import { FILE_CUTS } from '#contract/cuts.ts'
import type { FileRow, RunFile } from '#contract/entities.ts'
import type { FileId, NodeRef, RunId } from '#contract/ids.ts'
import type { FileRepository } from '#server/store/ports/files.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import { fileKey } from '#server/store/order.ts'
import { FILE_COLUMNS } from '../columns.ts'
import { FileListRow, WholeFileRow } from './rowSchemas.ts'
import { inNode, inRun } from './scopeConditions.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

const Bytes = z.object({ bytes: z.instanceof(Uint8Array<ArrayBuffer>) })

export class PgFileRepository implements FileRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listFilesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<FileRow>> {
    const params = new SqlParams()
    return this.#list(inNode(ref, params), params, page)
  }

  listFilesForRun(run_id: RunId, page: PageRequest): Promise<Slice<FileRow>> {
    const params = new SqlParams()
    return this.#list(inRun(run_id, params), params, page)
  }

  async findFile(run_id: RunId, file_id: FileId): Promise<RunFile | undefined> {
    const [found] = await this.#sql.query(
      `select to_json(found) as row from (
        select ${FILE_COLUMNS} from files where run_id = $1::uuid and file_id = $2::text
      ) found`,
      [run_id, file_id],
      z.object({ row: WholeFileRow }),
    )
    return found?.row
  }

  /** The database extracts the range, so that a large file is never in memory as a whole. */
  async readContent(
    run_id: RunId,
    file_id: FileId,
    start: number,
    end: number,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const [found] = await this.#sql.query(
      `select substring(c.bytes from $3::integer for $4::integer) as bytes
      from files f join file_contents c on c.sha256 = f.content_sha256
      where f.run_id = $1::uuid and f.file_id = $2::text`,
      [run_id, file_id, start + 1, Math.max(0, end - start)],
      Bytes,
    )
    return found?.bytes
  }

  #list(scope: readonly string[], params: SqlParams, page: PageRequest): Promise<Slice<FileRow>> {
    const query = {
      from: 'files',
      columns: FILE_COLUMNS,
      where: scope,
      params,
      order: [
        { column: 'created_key', type: 'timestamptz' },
        { column: 'file_id', type: 'text' },
      ],
      direction: 'ascending',
      row: FileListRow,
      cuts: FILE_CUTS,
      keyOf: fileKey,
    } as const
    return selectPage(this.#sql, query, page)
  }
}
