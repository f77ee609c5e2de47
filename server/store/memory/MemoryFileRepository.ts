import { FILE_CUTS } from '#contract/cuts.ts'
import type { FileRow, RunFile } from '#contract/entities.ts'
import type { FileId, NodeRef, RunId } from '#contract/ids.ts'
import type { FileRepository } from '../ports/files.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import { fileKey } from '../order.ts'
import { filesOf, type MemoryData, ofNode } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

export class MemoryFileRepository implements FileRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listFilesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<FileRow>> {
    return pageOfRows(ofNode(filesOf(this.#data, ref.run_id), ref), fileKey, 'ascending', page, FILE_CUTS)
  }

  async listFilesForRun(run_id: RunId, page: PageRequest): Promise<Slice<FileRow>> {
    return pageOfRows(filesOf(this.#data, run_id), fileKey, 'ascending', page, FILE_CUTS)
  }

  async findFile(run_id: RunId, file_id: FileId): Promise<RunFile | undefined> {
    return this.#data.runs.get(run_id)?.files.get(file_id)?.file
  }

  async readContent(
    run_id: RunId,
    file_id: FileId,
    start: number,
    end: number,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#data.runs.get(run_id)?.files.get(file_id)?.content?.slice(start, Math.max(start, end))
  }
}
