import { tokensOf } from '#contract/runOverview.ts'
import { useState } from 'react'
import { formatCompact, formatCost, formatCount, formatDuration, plural, UNKNOWN } from '#src/lib/format.ts'
import { MEASURES, type Measure } from '#src/lib/measures.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { sortedBy, totalOf, valueOf } from './breakdown.ts'
import type { NamedBreakdown } from './namedBreakdowns.ts'
import styles from './BreakdownTable.module.css'

/** Maximum number of rows before the reader asks for more. */
const SHOWN_MAX = 8

const HEADS: Readonly<Record<Measure, { readonly name: string; readonly hint: string }>> = {
  cost: { name: 'Cost', hint: 'Cost of the calls' },
  tokens: { name: 'Tokens', hint: 'Input and output tokens together' },
  time: {
    name: 'Time',
    hint: 'Time during which at least one event was in progress. Groups overlap in time, so these do not add up.',
  },
  events: { name: 'Events', hint: 'Number of events' },
}

type Props = {
  readonly breakdown: NamedBreakdown
  readonly measure: Measure
  readonly onMeasure: (measure: Measure) => void
}

/** Where a run's cost, tokens and time went, by one property: a bar for the chosen measure, and sums that add up to the run's. */
export function BreakdownTable({ breakdown, measure, onMeasure }: Props) {
  const { title, head, rows, rest } = breakdown
  const [isWhole, setIsWhole] = useState(false)
  const sorted = sortedBy(rows, measure)
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN_MAX)
  const most = sorted.reduce((max, row) => Math.max(max, valueOf(row, measure) ?? 0), 0)
  const total = totalOf({ rows, rest })
  return (
    <section className={styles['section']}>
      <h2>{title}</h2>
      <table className={styles['table']} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th className={styles['barHead']} aria-hidden />
            {MEASURES.map((each) => (
              <th key={each} scope="col" aria-sort={each === measure ? 'descending' : 'none'}>
                <button type="button" title={HEADS[each].hint} onClick={() => onMeasure(each)}>
                  {HEADS[each].name}
                  {each === measure && <span aria-hidden> ↓</span>}
                </button>
              </th>
            ))}
            <th scope="col">Errors</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <th scope="row" title={row.name}>
                {row.onOpen ? (
                  <TextButton onClick={row.onOpen}>{row.name}</TextButton>
                ) : (
                  <span className={row.isNamed ? undefined : 'dim'}>{row.name}</span>
                )}
              </th>
              <td className={styles['barCell']} aria-hidden>
                <span className={styles['track']}>
                  <span
                    className={styles['bar']}
                    style={{ width: `${most > 0 ? ((valueOf(row, measure) ?? 0) / most) * 100 : 0}%` }}
                  />
                </span>
              </td>
              <Figures of={row} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          {rest && (
            <tr>
              <th scope="row">{formatCount(rest.groups)} others</th>
              <td className={styles['barCell']} aria-hidden />
              <Figures of={{ ...rest, busy_ms: null }} />
            </tr>
          )}
          <tr className={styles['total']}>
            <th scope="row">Total</th>
            <td className={styles['barCell']} aria-hidden />
            <Figures of={{ ...total, busy_ms: null }} />
          </tr>
        </tfoot>
      </table>
      {sorted.length > SHOWN_MAX && (
        <p className={styles['more']}>
          <TextButton onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? `Show only the first ${SHOWN_MAX}` : `Show all ${plural(sorted.length, 'row')}`}
          </TextButton>
        </p>
      )}
    </section>
  )
}

type Figures = Pick<
  NamedBreakdown['rows'][number],
  'cost_usd' | 'input_tokens' | 'output_tokens' | 'busy_ms' | 'events' | 'errors'
>

function Figures({ of: row }: { readonly of: Figures }) {
  const tokens = tokensOf(row)
  const parts = `${formatCount(row.input_tokens ?? 0)} in, ${formatCount(row.output_tokens ?? 0)} out`
  return (
    <>
      <td>{row.cost_usd === null ? UNKNOWN : formatCost(row.cost_usd)}</td>
      <td title={tokens === null ? undefined : parts}>{tokens === null ? UNKNOWN : formatCompact(tokens)}</td>
      <td>{row.busy_ms === null ? UNKNOWN : formatDuration(row.busy_ms)}</td>
      <td>{formatCount(row.events)}</td>
      <td className={row.errors > 0 ? styles['failed'] : undefined}>{formatCount(row.errors)}</td>
    </>
  )
}
