import { globalQueries } from '#src/api/globalQueries.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { runOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { PaletteButton } from '#src/palette/PaletteButton.tsx'
import { useSearchKey } from '#src/palette/useSearchKey.ts'
import { RunList } from '#src/runList/RunList.tsx'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { useCutEdges } from '#src/ui/hooks/useCutEdges.ts'
import { useNarrowScreen } from '#src/ui/hooks/useNarrowScreen.ts'
import { ActionIcon } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Monitor, PanelLeft } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { CONTENT, SkipLink } from './SkipLink.tsx'
import styles from './AppShell.module.css'

// Keyboard shortcuts are not needed for the first paint, so they load after it.
const KeyboardLayer = lazy(async () => ({ default: (await import('#src/palette/KeyboardLayer.tsx')).KeyboardLayer }))
// Menus load after the first paint; until then a plain button takes their place.
const DisplayMenu = lazy(async () => ({ default: (await import('./DisplayMenu.tsx')).DisplayMenu }))
const RunDrawer = lazy(async () => ({ default: (await import('./RunDrawer.tsx')).RunDrawer }))

type Props = {
  readonly main: ReactNode
  /** The node dialog, or nothing. */
  readonly dock: ReactNode
}

/**
 * The frame: runs on the left, the run in the middle, its node on the right. On a narrow screen the run list becomes a
 * drawer.
 */
export function AppShell({ main, dock }: Props) {
  useSearchKey()
  const cutEdges = useCutEdges()
  const isNarrow = useNarrowScreen()
  const isListOpen = usePreferences((state) => state.runListOpen)
  const clock = usePreferences((state) => state.clock)
  const selection = useNavigation((state) => state.selection)
  const closeRun = useNavigation((state) => state.closeRun)
  const isInGraph = useNavigation((state) => state.view === 'graph' && runOf(state.selection) !== undefined)
  // The drawer is open for the selection with which it was opened, so choosing a run closes it automatically.
  const [drawerFor, setDrawerFor] = useState<unknown>(undefined)
  const health = useQuery(globalQueries.health())
  const unassignedCall = useQuery(globalQueries.latestUnassignedCall())
  // Most programs make no such calls, and the item would stay empty forever.
  const hasUnassignedCalls = selection.kind === 'unassigned-calls' || (unassignedCall.data?.total ?? 0) > 0
  const toggleList = () => {
    if (isNarrow) setDrawerFor(drawerFor === selection ? undefined : selection)
    else setPreferences({ runListOpen: !isListOpen })
  }
  return (
    <div className={styles['shell']}>
      <SkipLink isGraph={isInGraph} />
      <header className={styles['bar']}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={isNarrow || !isListOpen ? 'Show run list' : 'Hide run list'}
          aria-expanded={isNarrow ? drawerFor === selection : isListOpen}
          onClick={toggleList}
        >
          <PanelLeft size={17} aria-hidden />
        </ActionIcon>
        <a
          className={styles['brand']}
          href="/"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            closeRun()
          }}
        >
          <img src="/favicon.svg" alt="" width={20} height={20} />
          <span>Runlens</span>
        </a>
        {import.meta.env.MODE === 'mock' && <span className={styles['mode']}>mock API</span>}
        <span ref={cutEdges} className={styles['places']}>
          <PlaceLink to={{ kind: 'connect' }} className={styles['place']} label="Connect an agent">
            Connect
          </PlaceLink>
          {hasUnassignedCalls && (
            <PlaceLink to={{ kind: 'unassigned-calls', call: undefined }} className={styles['place']}>
              Unassigned calls
            </PlaceLink>
          )}
          <PlaceLink to={{ kind: 'integrity', run_id: undefined }} className={styles['place']}>
            Integrity
          </PlaceLink>
        </span>
        <PaletteButton />
        <Suspense
          fallback={
            <ActionIcon variant="subtle" color="gray" aria-label="Display" aria-disabled>
              <Monitor size={17} aria-hidden />
            </ActionIcon>
          }
        >
          <DisplayMenu />
        </Suspense>
      </header>
      {health.data?.exposed_without_authentication === true && (
        <p className={styles['warning']} role="alert">
          This server accepts connections from other machines and has no authentication. Anyone who can reach it can
          read every run.
        </p>
      )}
      {/* Times are shown by another clock: all of them are rendered anew. */}
      <div key={clock} className={styles['columns']}>
        {!isNarrow && isListOpen && (
          <nav className={styles['list']} aria-label="Runs">
            <RunList />
          </nav>
        )}
        <main id={CONTENT} tabIndex={-1} className={styles['main']}>
          {main}
        </main>
        {dock}
      </div>
      {isNarrow && drawerFor === selection && (
        <Suspense>
          <RunDrawer onClose={() => setDrawerFor(undefined)} />
        </Suspense>
      )}
      <Suspense>
        <KeyboardLayer />
      </Suspense>
    </div>
  )
}
