import { nodeRefKey } from '#contract/ids.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { ErrorBoundary } from 'react-error-boundary'
import { AppFailure } from './AppFailure.tsx'
import { AppShell } from './AppShell.tsx'
import { NodeDock } from './NodeDock.tsx'
import { RunView } from './RunView.tsx'
import { Welcome } from './Welcome.tsx'

/** Where the features meet: the run in the middle, its node at the right. What is in view comes from navigation alone. */
export function App() {
  const selection = useNavigation((state) => state.selection)
  const closeRun = useNavigation((state) => state.closeRun)
  switch (selection.kind) {
    case 'none':
      return <AppShell main={<Welcome />} dock={undefined} />
    case 'invalid':
      return (
        <AppShell
          main={
            <Notice title="This link leads nowhere." action={{ label: 'Go to the start', onClick: closeRun }}>
              <p>{selection.reason}</p>
            </Notice>
          }
          dock={undefined}
        />
      )
    case 'run':
    case 'node': {
      const run_id = selection.kind === 'run' ? selection.run_id : selection.ref.run_id
      const node = selection.kind === 'node' ? selection : undefined
      return (
        <AppShell
          main={
            <ErrorBoundary key={run_id} FallbackComponent={AppFailure}>
              <RunView run_id={run_id} selected={node?.ref.node_id} />
            </ErrorBoundary>
          }
          dock={
            node && (
              <ErrorBoundary key={nodeRefKey(node.ref)} FallbackComponent={AppFailure}>
                <NodeDock nodeRef={node.ref} tab={node.tab} event_id={node.event_id} />
              </ErrorBoundary>
            )
          }
        />
      )
    }
  }
}
