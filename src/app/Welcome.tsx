import { globalQueries } from '#src/api/globalQueries.ts'
import { plural } from '#src/lib/format.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { NO_FILTER } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useInfiniteQuery } from '@tanstack/react-query'

/** The middle of the screen while no run is chosen. */
export function Welcome() {
  const runs = useInfiniteQuery(globalQueries.runs({}))
  const openRun = useNavigation((state) => state.openRun)
  const setFilter = useNavigation((state) => state.setFilter)
  const total = runs.data?.pages[0]?.total
  const first = runs.data?.pages[0]?.items.find((run) => run.node_count > 0)
  return (
    <>
      <title>Runlens</title>
      {total === 0 ? (
        <Notice title="There are no runs yet.">
          <p>This database is empty. Runs appear here as soon as something writes them.</p>
        </Notice>
      ) : (
        <Notice
          title="Choose a run."
          {...(first
            ? { action: { label: 'Open the latest run with a graph', onClick: () => openRun(first.run_id) } }
            : {})}
        >
          <p>
            {total === undefined ? 'Each run' : `Each of the ${plural(total, 'run')}`} at the left opens as a graph; a
            click on a node shows the events, files and messages of that node in that run, and of no other.
          </p>
          <p>
            Looking for trouble?{' '}
            <a
              href="/?status=failed"
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                setFilter({ ...NO_FILTER, status: ['failed'] })
              }}
            >
              Show the runs that failed.
            </a>
          </p>
        </Notice>
      )}
    </>
  )
}
