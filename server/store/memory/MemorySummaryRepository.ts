import type { NodeRef, RunId } from '#contract/ids.ts'
import type { RunOverview } from '#contract/runOverview.ts'
import type { ExecutionSummary } from '#contract/summaries.ts'
import type { SummaryRepository } from '../ports/summaries.ts'
import { eventsOf, filesOf, type MemoryData, messagesOf, ofNode } from './memoryData.ts'
import { overviewOf } from './overviewOf.ts'
import { summarize } from './summarize.ts'

export class MemorySummaryRepository implements SummaryRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async summarizeNode(ref: NodeRef): Promise<ExecutionSummary> {
    return summarize({
      recorded: this.#data.runs.get(ref.run_id)?.nodes.get(ref.node_id),
      events: ofNode(
        eventsOf(this.#data, ref.run_id).map(({ row }) => row),
        ref,
      ),
      files: ofNode(filesOf(this.#data, ref.run_id), ref),
      messages: ofNode(messagesOf(this.#data, ref.run_id), ref),
    })
  }

  async summarizeRun(run_id: RunId): Promise<ExecutionSummary> {
    return summarize({
      recorded: this.#data.runs.get(run_id)?.run,
      events: eventsOf(this.#data, run_id).map(({ row }) => row),
      files: filesOf(this.#data, run_id),
      messages: messagesOf(this.#data, run_id),
    })
  }

  async overviewOfRun(run_id: RunId): Promise<RunOverview> {
    return overviewOf(
      run_id,
      eventsOf(this.#data, run_id).map(({ row }) => row),
      messagesOf(this.#data, run_id),
    )
  }
}
