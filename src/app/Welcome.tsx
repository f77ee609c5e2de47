import { globalQueries } from '#src/api/globalQueries.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'

const Home = lazy(async () => ({ default: (await import('#src/home/Home.tsx')).Home }))
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
    <Suspense fallback={<div role="status" aria-label="Loading the start page" />}>
      <Home />
    </Suspense>
  )
}
