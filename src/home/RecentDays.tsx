import { globalQueries } from '#src/api/globalQueries.ts'
import { formatCost, formatCount, plural, UNKNOWN } from '#src/lib/format.ts'
import { useQuery } from '@tanstack/react-query'
import { RECENT_RUNS_MAX } from '#contract/recentRuns.ts'
import styles from './RecentDays.module.css'

/** Maximum number of days shown. */
const DAYS_MAX = 14

/** Runs, failures and cost by day. Nothing while they are unknown: the rest of the page does without. */
export function RecentDays() {
  const { data } = useQuery(globalQueries.recentRuns())
  if (!data || data.days.length === 0) return null
  const days = data.days.slice(0, DAYS_MAX)
  const most = Math.max(...days.map(({ runs }) => runs))
  const dearest = Math.max(...days.map(({ cost_usd }) => cost_usd ?? 0))
  return (
    <section className={styles['section']}>
      <h2>By day</h2>
      <table className={styles['table']}>
        <caption>
          {data.runs < RECENT_RUNS_MAX
            ? `All ${plural(data.runs, 'run')} with a start`
            : `The latest ${formatCount(RECENT_RUNS_MAX)} runs`}
          , by the day of their start in UTC
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Runs</th>
            <th scope="col">Failed</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, runs, failed, cost_usd }) => (
            <tr key={day}>
              <th scope="row" className="tabular">
                {day}
              </th>
              <td>
                <Bar share={runs / most} /> {formatCount(runs)}
              </td>
              <td className={failed > 0 ? styles['failed'] : 'dim'}>{formatCount(failed)}</td>
              <td>
                <Bar share={dearest > 0 ? (cost_usd ?? 0) / dearest : 0} />{' '}
                {cost_usd === null ? <span title="No cost was recorded">{UNKNOWN}</span> : formatCost(cost_usd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Bar = ({ share }: { readonly share: number }) => (
  <span className={styles['track']} aria-hidden>
    <span className={styles['bar']} style={{ width: `${(share * 100).toFixed(1)}%` }} />
  </span>
)
