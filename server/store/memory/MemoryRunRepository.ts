import { IMPORTING_WRITERS } from '../ports/origin.ts'
import { RUN_CUTS } from '#contract/cuts.ts'
import { RUN_SEARCH_MAX, RUNS_COUNTED_MAX } from '#contract/queries.ts'
import type { RunContent } from '#contract/runContents.ts'
import type { RunId } from '#contract/ids.ts'
import { type RecentRuns, RECENT_RUNS_MAX } from '#contract/recentRuns.ts'
import type { RunFacets, RunRow } from '#contract/summaries.ts'
import { troubleCount } from '../audits/FindingGroups.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import type { RunFilter, RunRepository } from '../ports/runs.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import { cutRow } from '../read/cutRow.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { compareKeys, runKey } from '../order.ts'
import { asciiLower, containsText } from './containsText.ts'
import { auditOf, type MemoryData, type MemoryRun } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'
import { modelFigures, sum } from './figures.ts'
import { tally } from './tally.ts'

export class MemoryRunRepository implements RunRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>> {
    const rows = [...this.#data.runs.values()].map((run) => this.#row(run)).filter((row) => matches(filter, row))
    const slice = pageOfRows(rows, runKey, 'descending', page, RUN_CUTS)
    const isCapped = Object.values(filter).some((value) => value !== undefined) && slice.total > RUNS_COUNTED_MAX
    return isCapped ? { ...slice, total: RUNS_COUNTED_MAX, total_is_capped: true } : slice
  }

  async findRun(run_id: RunId): Promise<RunRow | undefined> {
    const found = this.#data.runs.get(run_id)
    return found && this.#row(found)
  }

  async findListedRun(run_id: RunId): Promise<RunRow | undefined> {
    const found = await this.findRun(run_id)
    return found && cutRow(found, RUN_CUTS)
  }

  async hasRun(run_id: RunId): Promise<boolean> {
    return this.#data.runs.has(run_id)
  }

  async isImported(run_id: RunId): Promise<boolean> {
    const writer = this.#data.origins.get(run_id)?.writer
    return IMPORTING_WRITERS.some((importing) => importing === writer)
  }

  async facets(): Promise<RunFacets> {
    const runs = [...this.#data.runs.values()].map(({ run }) => run)
    return {
      statuses: tally(runs.map((run) => run.status)),
      modes: tally(runs.map((run) => run.mode).filter((mode) => mode !== null)),
      agents: tally(runs.map((run) => run.agent).filter((agent) => agent !== null)),
    }
  }

  async recentRuns(): Promise<RecentRuns> {
    const latest = [...this.#data.runs.values()]
      .filter(({ run }) => run.started_at !== null)
      .sort((a, b) => compareKeys(runKey(b.run), runKey(a.run)))
      .slice(0, RECENT_RUNS_MAX)
    const days = groupBy(latest, ({ run }) => run.started_at?.slice(0, 10) ?? '')
    return {
      runs: latest.length,
      days: [...days].map(([day, runs]) => ({
        day,
        runs: runs.length,
        failed: runs.filter(({ run }) => run.status === 'failed' || run.status === 'error').length,
        cost_usd: sum(runs.map((run) => modelFigures([...run.events.values()].map(({ row }) => row)).cost_usd)),
      })),
    }
  }

  async isEmpty(): Promise<boolean> {
    return this.#data.runs.size === 0
  }

  #row({ run, nodes, events, files, messages }: MemoryRun): RunRow {
    const audit = auditOf(this.#data, run.run_id)
    return {
      ...run,
      session_name: this.#data.sessions.get(run.session_id)?.name ?? null,
      node_count: nodes.size,
      event_count: events.size,
      error_count: [...events.values()].filter(({ row }) => row.is_error).length,
      file_count: files.size,
      message_count: messages.size,
      finding_count: audit ? troubleCount(audit.groups) : null,
    }
  }
}

const searchedTexts = ({ task_description, agent, model, session_name }: RunRow): readonly string[] =>
  [task_description, agent, model, session_name].map((text) => firstCharacters(text ?? '', RUN_SEARCH_MAX))

const HAS: Readonly<Record<RunContent, (run: RunRow) => boolean>> = {
  rows: (run) => run.node_count + run.event_count + run.file_count + run.message_count > 0,
  errors: (run) => run.error_count > 0,
}

function matches(filter: RunFilter, run: RunRow): boolean {
  const { q } = filter
  return (
    (filter.session_id === undefined || run.session_id === filter.session_id) &&
    (filter.status === undefined || filter.status.some((status) => status === run.status)) &&
    (filter.mode === undefined || run.mode === filter.mode) &&
    (filter.agent === undefined || run.agent === filter.agent) &&
    (filter.since === undefined || (run.started_at !== null && run.started_at >= filter.since)) &&
    (filter.until === undefined || (run.started_at !== null && run.started_at < filter.until)) &&
    (filter.has ?? []).every((content) => HAS[content](run)) &&
    (q === undefined ||
      containsText(q, [...searchedTexts(run), run.session_id]) ||
      run.run_id.startsWith(asciiLower(q)))
  )
}
