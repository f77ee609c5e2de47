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
        'Waiting for the first span. Its run opens here automatically.'
      ) : (
        <WithoutRun {...arrivals} />
      )
    case 'first':
      return (
        <>
          First run received, opening it now: <RunLink run={arrivals.run} />
        </>
      )
    case 'more':
      return arrivals.latest ? (
        <>
          New run: <RunLink run={arrivals.latest} />
        </>
      ) : arrivals.withoutRun > 0 ? (
        <WithoutRun {...arrivals} />
      ) : (
        <>
          {`Listening. ${plural(arrivals.total, 'run')} stored. `}
          <UnassignedCallsLink count={arrivals.unassignedCalls} />
        </>
      )
  }
}

/** Spans arrived, but no run: says why. */
const WithoutRun = (arrivals: { readonly withoutRun: number; readonly unassignedCalls: number }) => (
  <>
    Received spans of {plural(arrivals.withoutRun, 'trace')}. None contains an agent span. HTTP requests and model calls
    on their own don’t create a run. <UnassignedCallsLink count={arrivals.unassignedCalls} /> Waiting for an agent.
  </>
)

const UnassignedCallsLink = ({ count }: { readonly count: number }) =>
  count > 0 && (
    <PlaceLink to={{ kind: 'unassigned-calls', call: undefined }} className={styles['link']}>
      {count === 1 ? 'Show the unassigned call.' : `Show ${formatCount(count)} unassigned calls.`}
    </PlaceLink>
  )

const RunLink = ({ run }: { readonly run: RunRow }) => (
  <PlaceLink to={newRun(run.run_id)} className={styles['link']}>
    {visibleText(run.task_description ?? `Run ${shortId(run.run_id)}`)}
  </PlaceLink>
)
