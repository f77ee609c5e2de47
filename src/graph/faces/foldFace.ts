import { formatCompact, formatCost, formatCount, formatDuration, plural } from '#src/lib/format.ts'
import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { foldFigures, type FoldFigures } from '../folding/foldFigures.ts'
import type { FoldData } from '../model/cardData.ts'
import { shortLabel } from '../shortLabel.ts'

/** What the card of several nodes shows, whether mounted or painted. */
export type FoldFace = {
  readonly label: string
  readonly many: string
  readonly tone: StatusTone
  readonly shares: readonly { readonly status: string; readonly tone: StatusTone; readonly count: number }[]
  readonly states: string
  readonly facts: string
  /** Shown on hover. */
  readonly hint: string
}

/** O(members). */
export function foldFace({ label, rounds, drawnOut, nodes }: FoldData): FoldFace {
  const figures = foldFigures(nodes)
  const many = rounds > 1 ? plural(rounds, 'round') : `× ${formatCount(figures.count)}`
  const states = figures.statuses.map(({ status, count }) => `${formatCount(count)} ${wordOf(status)}`).join(' · ')
  const beside = drawnOut > 0 && `${formatCount(drawnOut)} shown separately`
  const facts = factsOf(figures)
  const shares = figures.statuses.map(({ status, count }) => ({ status, count, tone: statusToken(status).tone }))
  return {
    label: shortLabel(visibleText(label)),
    many,
    tone: shares[0]?.tone ?? 'unknown',
    shares,
    states: beside ? `${states} · ${beside}` : states,
    facts: facts.map(({ short }) => short).join(' · '),
    hint: [
      `${visibleText(label)} ${many}`,
      rounds > 1 && plural(figures.count, 'node'),
      states,
      beside,
      ...facts.map(({ words }) => words),
      'Click to list the members.',
    ]
      .filter(Boolean)
      .join('\n'),
  }
}

const wordOf = (status: string): string => visibleText(statusToken(status).word)

function factsOf({ total_ms, longest_ms, error_count, tokens, cost_usd }: FoldFigures) {
  return [
    error_count > 0 && { short: plural(error_count, 'error'), words: plural(error_count, 'error') },
    longest_ms !== undefined && {
      short: `max ${formatDuration(longest_ms)}`,
      words: `the longest took ${formatDuration(longest_ms)}`,
    },
    total_ms !== undefined && {
      short: `Σ ${formatDuration(total_ms)}`,
      words: `${formatDuration(total_ms)} in total`,
    },
    tokens !== undefined && { short: `${formatCompact(tokens)} tok`, words: plural(tokens, 'token') },
    cost_usd !== undefined && { short: formatCost(cost_usd), words: formatCost(cost_usd) },
  ].filter((fact) => fact !== false)
}
