import { formatCount, plural } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'

/** The nodes of a run that have one status. */
export type NodeProgress = { readonly tone: StatusTone; readonly word: string; readonly count: number }

const ORDER: readonly StatusTone[] = [
  'completed',
  'failed',
  'skipped',
  'running',
  'retrying',
  'approval',
  'paused',
  'unknown',
  'pending',
]

/** The nodes of a run by status, completed ones first. */
export function nodeProgress(nodes: readonly { readonly status: string }[]): readonly NodeProgress[] {
  const counts = new Map<string, number>()
  for (const { status } of nodes) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => ({ ...statusToken(status), count }))
    .sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone))
}

/** `3 of 7 nodes, 1 failed, 3 skipped`: the first number counts completed nodes only. */
export function progressInWords(parts: readonly NodeProgress[]): string {
  const sum = (of: readonly NodeProgress[]) => of.reduce((total, { count }) => total + count, 0)
  const others = parts.filter(({ tone }) => tone !== 'completed' && tone !== 'pending')
  return [
    `${formatCount(sum(parts.filter(({ tone }) => tone === 'completed')))} of ${plural(sum(parts), 'node')}`,
    ...others.map(({ word, count }) => `${formatCount(count)} ${visibleText(word)}`),
  ].join(', ')
}
