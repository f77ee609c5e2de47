import type { Message } from '#contract/entities.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { MessageFlow, MessageRepository, PageRequest, Slice } from '#server/ports.ts'
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

  async listMessagesForRun(
    run_id: RunId,
    { flows }: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<Message>> {
    const wanted = flows && new Set(flows.map(flowKey))
    const rows = messagesOf(this.#data, run_id).filter((message) => wanted?.has(flowKey(message)) ?? true)
    return pageOfRows(rows, messageKey, 'ascending', page)
  }

  async countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]> {
    const counted = new Map<string, MessageFlow & { readonly count: number }>()
    for (const { node_id, sender, recipient } of messagesOf(this.#data, run_id)) {
      const flow = { node_id, sender, recipient }
      const key = flowKey(flow)
      counted.set(key, { ...flow, count: (counted.get(key)?.count ?? 0) + 1 })
    }
    return [...counted.values()]
  }
}

const flowKey = ({ node_id, sender, recipient }: MessageFlow): string => JSON.stringify([node_id, sender, recipient])
