import type { RunRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { plural } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { NO_FILTER } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'

const ConnectPage = lazy(async () => ({ default: (await import('#src/connect/ConnectPage.tsx')).ConnectPage }))

/** The main view while no run is selected. If there are no runs, it explains how to get one. */
export function Welcome() {
  const runs = useInfiniteQuery(globalQueries.runs({}))
  const total = runs.data?.pages[0]?.total
  // Keep the connect page for a reader who waits for the first run, until that run is opened.
  const [isWaiting, setWaiting] = useState(false)
  if (total === 0 && !isWaiting) setWaiting(true)
  return isWaiting ? (
    <Suspense fallback={<div role="status" aria-label="Loading the connect page" />}>
      <ConnectPage wasEmpty />
    </Suspense>
  ) : (
    <ChooseARun runs={runs.data?.pages[0]} />
  )
}

type Page = { readonly total: number; readonly items: readonly RunRow[] }

function ChooseARun({ runs }: { readonly runs: Page | undefined }) {
  const openRun = useNavigation((state) => state.openRun)
  const setFilter = useNavigation((state) => state.setFilter)
  const first = runs?.items.find((run) => run.node_count > 0)
  return (
    <>
      <title>Runlens</title>
      <Notice
        title="Select a run."
        {...(first
          ? { action: { label: 'Open the latest run with a graph', onClick: () => openRun(first.run_id) } }
          : {})}
      >
        <p>
          {runs === undefined ? 'Each run' : `Each of the ${plural(runs.total, 'run')}`} in the list opens as a graph.
          Click a node to see its events, files and messages in that run only.
        </p>
        <p>
          Looking for failures?{' '}
          <a
            href="/?status=failed"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              setFilter({ ...NO_FILTER, status: ['failed'] })
            }}
          >
            Show failed runs.
          </a>
        </p>
      </Notice>
    </>
  )
}
