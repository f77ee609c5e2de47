import type { RunRow } from '#contract/summaries.ts'
import { shortId } from './format.ts'
import { visibleText } from './visibleText.ts'

const oneLine = (text: unknown): string => (typeof text === 'string' ? text.trim().replaceAll(/\s+/g, ' ') : '')

/** A run's task in one line, or else its name, or `run 4870fb7a` if neither was recorded. */
export function runTitle({
  task_description,
  meta,
  run_id,
}: Pick<RunRow, 'task_description' | 'meta' | 'run_id'>): string {
  const title = oneLine(task_description) || oneLine(meta['name'])
  return title ? visibleText(title) : `run ${shortId(run_id)}`
}
