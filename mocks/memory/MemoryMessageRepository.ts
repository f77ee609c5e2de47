import type { Message } from '#contract/entities.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { MessageRepository, PageRequest, Slice } from '#server/ports.ts'
import { messageKey } from '#server/services/sortKeys.ts'
import { type MemoryData, messagesOf, ofNode } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

export class MemoryMessageRepository implements MessageRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<Message>> {
    return pageOfRows(ofNode(messagesOf(this.#data, ref.run_id), ref), messageKey, 'ascending', page)
  }

  async listMessagesForRun(run_id: RunId, page: PageRequest): Promise<Slice<Message>> {
    return pageOfRows(messagesOf(this.#data, run_id), messageKey, 'ascending', page)
  }
}
