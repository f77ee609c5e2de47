import { type Finding, isUnplaced } from './findings.ts'
import type { ImportContext } from './ImportContext.ts'

/**
 * Counts findings, in order, and keeps the rows of those that have no place. The only way into the report and into
 * `unplaced_rows`. Await it: the store may have to catch up first.
 */
export async function recordFindings(
  { tally, unplaced }: Pick<ImportContext, 'tally' | 'unplaced'>,
  findings: Iterable<Finding> | AsyncIterable<Finding>,
): Promise<void> {
  for await (const finding of findings) {
    tally.addFinding(finding)
    if (isUnplaced(finding)) await unplaced.keep(finding)
  }
}
