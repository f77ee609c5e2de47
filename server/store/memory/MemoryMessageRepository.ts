import { MESSAGE_CUTS } from '#contract/cuts.ts'
import type { Message, MessageRow } from '#contract/entities.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import type { MessageId, NodeRef, RunId } from '#contract/ids.ts'
import { FLOW_NAME_BYTES_MAX, type MessageFlow, type MessageRepository } from '../ports/messages.ts'
import { type PageRequest, type Slice } from '../ports/page.ts'
import { messageKey } from '../order.ts'
import { type MemoryData, messagesOf, ofNode } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

export class MemoryMessageRepository implements MessageRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<MessageRow>> {
    return pageOfRows(ofNode(messagesOf(this.#data, ref.run_id), ref), messageKey, 'ascending', page, MESSAGE_CUTS)
  }

  async listMessagesForRun(
    run_id: RunId,
    { flows }: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<MessageRow>> {
    const wanted = flows && new Set(flows.map(flowKey))
    const rows = messagesOf(this.#data, run_id).filter((message) => wanted?.has(flowKey(message)) ?? true)
    return pageOfRows(rows, messageKey, 'ascending', page, MESSAGE_CUTS)
  }

  async findMessage(run_id: RunId, message_id: MessageId): Promise<Message | undefined> {
    return this.#data.runs.get(run_id)?.messages.get(message_id)
  }

  async countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]> {
    const counted = new Map<string, MessageFlow & { readonly count: number }>()
    for (const { node_id, sender, recipient } of messagesOf(this.#data, run_id)) {
      const flow = { node_id, sender: nameIn(sender), recipient: nameIn(recipient) }
      const key = flowKey(flow)
      counted.set(key, { ...flow, count: (counted.get(key)?.count ?? 0) + 1 })
    }
    return [...counted.values()]
  }
}

const nameIn = (text: string | null): string | null =>
  text === null || utf8Length(text) <= FLOW_NAME_BYTES_MAX ? text : null

const flowKey = ({ node_id, sender, recipient }: MessageFlow): string => JSON.stringify([node_id, sender, recipient])
