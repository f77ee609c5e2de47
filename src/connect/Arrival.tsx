import { newRun } from '#src/navigation/navigationStore.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { formatCount, plural, shortId } from '#src/lib/format.ts'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import type { RunRow } from '#contract/summaries.ts'
import { CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import styles from './Arrival.module.css'
import { useArrivals, type Arrivals } from './useArrivals.ts'

/** Long enough to read that the run has arrived before it replaces the page, in milliseconds. */
const READ_MS = 1500

type Props = { readonly origin: string; readonly wasEmpty: boolean }

/** The address that the server listens on, and what has arrived. The very first run is opened automatically. */
export function Arrival({ origin, wasEmpty }: Props) {
  const arrivals = useArrivals(wasEmpty)
  const openRun = useNavigation((state) => state.openRun)
  const first = arrivals.kind === 'first' ? arrivals.run.run_id : undefined
  useEffect(() => {
    if (first === undefined) return undefined
    const timer = setTimeout(() => openRun(first), READ_MS)
    return () => clearTimeout(timer)
  }, [first, openRun])
  return (
    <div className={styles['bar']} data-kind={arrivals.kind}>
      <span className={styles['mark']} aria-hidden>
        {hasCome(arrivals) ? <CircleCheck size={16} /> : <span className={styles['dot']} />}
      </span>
      <p className={styles['words']} role="status">
        <Words arrivals={arrivals} />
      </p>
      <span className={styles['address']}>
        <code>{origin}</code>
        <CopyText text={origin} what="address" />
      </span>
    </div>
  )
}

const hasCome = (arrivals: Arrivals): boolean =>
  arrivals.kind === 'first' || (arrivals.kind === 'more' && arrivals.latest !== undefined)

function Words({ arrivals }: { readonly arrivals: Arrivals }) {
  switch (arrivals.kind) {
    case 'unknown':
      return 'Listening'
    case 'waiting':
      return arrivals.withoutRun === 0 ? (
        'Waiting for the first span. Its run opens here by itself.'
      ) : (
        <>
          Spans of {plural(arrivals.withoutRun, 'trace')} came, but none tells of an agent’s work, as a request or a
          model’s call alone does not. They are kept. <LooseCallsLink count={arrivals.looseCalls} /> Waiting for an
          agent.
        </>
      )
    case 'first':
      return (
        <>
          The first run is here and opens now: <RunLink run={arrivals.run} />
        </>
      )
    case 'more':
      return arrivals.latest ? (
        <>
          A run has come: <RunLink run={arrivals.latest} />
        </>
      ) : (
        <>
          {`Listening. ${plural(arrivals.total, 'run')} ${arrivals.total === 1 ? 'is' : 'are'} stored. `}
          <LooseCallsLink count={arrivals.looseCalls} />
        </>
      )
  }
}

const LooseCallsLink = ({ count }: { readonly count: number }) =>
  count > 0 && (
    <PlaceLink to={{ kind: 'loose-calls', call: undefined }} className={styles['link']}>
      {count === 1
        ? 'Read the call that belongs to no run.'
        : `Read the ${formatCount(count)} calls that belong to no run.`}
    </PlaceLink>
  )

const RunLink = ({ run }: { readonly run: RunRow }) => (
  <PlaceLink to={newRun(run.run_id)} className={styles['link']}>
    {visibleText(run.task_description ?? `Run ${shortId(run.run_id)}`)}
  </PlaceLink>
)
