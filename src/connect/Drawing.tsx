import type { TelemetryState } from '#contract/telemetry.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { formatCount, plural, shortId } from '#src/lib/format.ts'
import { newRun } from '#src/navigation/navigationStore.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useQuery } from '@tanstack/react-query'
import styles from './Drawing.module.css'

const LOOK_MS = 5000

/** Runs waiting to be projected, and runs that were set aside. Renders nothing if there are none. */
export function Drawing() {
  const { data } = useQuery({ ...globalQueries.telemetry(), refetchInterval: LOOK_MS })
  if (data === undefined || (data.waiting.spans === 0 && data.set_aside.length === 0)) return null
  return (
    <section className={styles['drawing']} aria-label="Spans waiting for processing">
      {data.waiting.spans > 0 && <Waiting {...data.waiting} />}
      {data.set_aside.length > 0 && <SetAside runs={data.set_aside} />}
    </section>
  )
}

const Waiting = ({ spans, runs, oldest_at }: TelemetryState['waiting']) => (
  <p role="status">
    {plural(spans, 'span')} of {plural(runs, 'run')} {spans === 1 ? 'is' : 'are'} waiting to be processed
    {oldest_at !== null && (
      <>
        , the oldest since <Moment at={oldest_at} />
      </>
    )}
    . They are stored.
  </p>
)

const SetAside = ({ runs }: { readonly runs: TelemetryState['set_aside'] }) => (
  <>
    <h2>Runs that could not be processed</h2>
    <p>Their spans are stored and new ones are still accepted, but processing failed repeatedly.</p>
    <ul>
      {runs.map(({ run_id, reason, since, spans }) => (
        <li key={run_id}>
          <PlaceLink to={newRun(run_id)} className={styles['link']}>
            Run {shortId(run_id)}
          </PlaceLink>
          , {formatCount(spans)} {spans === 1 ? 'span' : 'spans'}, set aside <Moment at={since} />:{' '}
          {visibleText(reason)}
        </li>
      ))}
    </ul>
  </>
)
