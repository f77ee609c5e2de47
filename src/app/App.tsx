import { nodeRefKey } from '#contract/ids.ts'
import { spanKey } from '#contract/telemetry.ts'
import { RunListLive } from '#src/live/RunListLive.tsx'
import { RunLive, useMovedTo } from '#src/live/RunLive.tsx'
import type { Selection } from '#src/navigation/location.ts'
import { runOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { lazy, Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { AppFailure } from './AppFailure.tsx'
import { AppShell } from './AppShell.tsx'
import { NodeDock } from './NodeDock.tsx'
import { RunView } from '#src/run/RunView.tsx'
import { Welcome } from './Welcome.tsx'

const IntegrityPage = lazy(async () => ({ default: (await import('#src/integrity/IntegrityPage.tsx')).IntegrityPage }))
const ConnectPage = lazy(async () => ({ default: (await import('#src/connect/ConnectPage.tsx')).ConnectPage }))
const UnassignedCallsPage = lazy(async () => ({
  default: (await import('#src/unassigned/UnassignedCallsPage.tsx')).UnassignedCallsPage,
}))
const UnassignedCallDock = lazy(async () => ({
  default: (await import('./UnassignedCallDock.tsx')).UnassignedCallDock,
}))
const EventDock = lazy(async () => ({ default: (await import('./EventDock.tsx')).EventDock }))

/** Combines the features: the run in the middle, its node on the right. What is shown depends on navigation alone. */
export function App() {
  const selection = useNavigation((state) => state.selection)
  return (
    <RunListLive>
      <RunLive run_id={runOf(selection)}>
        <View selection={selection} />
      </RunLive>
    </RunListLive>
  )
}

function View({ selection }: { readonly selection: Selection }) {
  const closeRun = useNavigation((state) => state.closeRun)
  switch (selection.kind) {
    case 'none':
      return <AppShell main={<Welcome />} dock={undefined} />
    case 'invalid':
      return (
        <AppShell
          main={
            <Notice title="This link is not valid." action={{ label: 'Go to start page', onClick: closeRun }}>
              <p>{selection.reason}</p>
            </Notice>
          }
          dock={undefined}
        />
      )
    case 'integrity':
      return (
        <AppShell
          main={
            <ErrorBoundary key={selection.run_id} FallbackComponent={AppFailure}>
              <Suspense fallback={<div role="status" aria-label="Loading the integrity report" />}>
                <IntegrityPage run_id={selection.run_id} />
              </Suspense>
            </ErrorBoundary>
          }
          dock={undefined}
        />
      )
    case 'connect':
      return (
        <AppShell
          main={
            <ErrorBoundary FallbackComponent={AppFailure}>
              <Suspense fallback={<div role="status" aria-label="Loading the connect page" />}>
                <ConnectPage />
              </Suspense>
            </ErrorBoundary>
          }
          dock={undefined}
        />
      )
    case 'unassigned-calls': {
      const { call } = selection
      return (
        <AppShell
          main={
            <ErrorBoundary FallbackComponent={AppFailure}>
              <Suspense fallback={<div role="status" aria-label="Loading unassigned calls" />}>
                <UnassignedCallsPage opened={call} />
              </Suspense>
            </ErrorBoundary>
          }
          dock={
            call && (
              <ErrorBoundary key={spanKey(call)} FallbackComponent={AppFailure}>
                <Suspense>
                  <UnassignedCallDock call={call} />
                </Suspense>
              </ErrorBoundary>
            )
          }
        />
      )
    }
    case 'run':
    case 'node': {
      const run_id = selection.kind === 'run' ? selection.run_id : selection.ref.run_id
      const node = selection.kind === 'node' ? selection : undefined
      return (
        <AppShell
          main={
            <ErrorBoundary key={run_id} FallbackComponent={AppFailure}>
              <RunView run_id={run_id} selected={node?.ref.node_id} event_id={selection.event_id} />
            </ErrorBoundary>
          }
          dock={<Dock selection={selection} />}
        />
      )
    }
  }
}

/** What is docked beside the run: a node, or an event without a node; nothing if the run has moved. */
function Dock({ selection }: { readonly selection: Extract<Selection, { kind: 'run' | 'node' }> }): ReactNode {
  const movedTo = useMovedTo(selection.kind === 'run' ? selection.run_id : selection.ref.run_id)
  if (movedTo !== undefined) return undefined
  if (selection.kind === 'node')
    return (
      <ErrorBoundary key={nodeRefKey(selection.ref)} FallbackComponent={AppFailure}>
        <NodeDock nodeRef={selection.ref} tab={selection.tab} event_id={selection.event_id} />
      </ErrorBoundary>
    )
  const { run_id, event_id } = selection
  return (
    event_id && (
      <ErrorBoundary key={event_id} FallbackComponent={AppFailure}>
        <Suspense>
          <EventDock run_id={run_id} event_id={event_id} />
        </Suspense>
      </ErrorBoundary>
    )
  )
}
