import type { RunId } from '#contract/ids.ts'
import type { SearchHit } from '#contract/search.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useNavigation, useNavigationStore } from '#src/navigation/useNavigation.ts'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { HitGroup } from './HitGroup.tsx'
import { hitKey, openKey, placeOf } from './matches.ts'
import { NothingFound } from './NothingFound.tsx'
import { openHit } from './openHit.ts'
import { PanelHead } from './PanelHead.tsx'
import panelStyles from './panel.module.css'
import styles from './SearchPanel.module.css'
import { useFoundText } from './useFoundText.ts'
import { useSearch } from './useSearch.ts'

type Props = {
  readonly run_id: RunId
  readonly find: string
  /** The current match. */
  readonly walkedTo: string | undefined
  readonly isFolded: boolean
  readonly onFold: (folds: boolean) => void
  readonly onWalk: (by: 1 | -1) => void
  readonly onOpened: (key: string) => void
  readonly onClose: () => void
}

/** The matches in the run, grouped by kind. When collapsed, only its head with the step buttons remains. */
export function SearchPanel({ run_id, find, walkedTo, isFolded, onFold, onWalk, onOpened, onClose }: Props) {
  const search = useSearch(run_id, find)
  const dag = useQuery(runQueries.dag(run_id))
  const nodes = useMemo(() => new Map(dag.data?.nodes.map((node) => [node.node_id, node])), [dag.data])
  const navigation = useNavigationStore()
  const selection = useNavigation((state) => state.selection)
  const view = useNavigation((state) => state.view)
  const current = walkedTo ?? openKey(search, selection, view)
  const place = placeOf(search, current)
  const first = search.flatMap(({ hits }) => hits.slice(0, 1))[0]
  const isAnswered = search.every(({ state }) => state.kind !== 'searching')
  const isFruitless = search.every(({ state, total }) => state.kind === 'found' && total === 0)
  const list = useRef<HTMLDivElement>(null)
  useFoundText(find)
  const shown = isFolded ? undefined : current
  useEffect(() => {
    if (shown === undefined) return
    list.current?.querySelector(`[data-hit="${CSS.escape(shown)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [shown])

  const open = (hit: SearchHit) => {
    onOpened(hitKey(hit))
    openHit(navigation.getState(), hit)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const steps = rowSteps(event.key)
    if (steps === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')]
    const at = rows.findIndex((row) => row === event.target)
    if (at < 0) return
    event.preventDefault()
    rows[stepped(at, steps, rows.length)]?.focus()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys move between its matches
    <section className={panelStyles['panel']} aria-label="Found in this run" onKeyDown={onKeyDown}>
      <PanelHead
        search={search}
        place={place}
        isAnswered={isAnswered}
        isFolded={isFolded}
        onFold={onFold}
        onWalk={onWalk}
        onClose={onClose}
      />
      {!isFolded && (
        <div ref={list} className={styles['list']}>
          {isFruitless ? (
            <NothingFound find={find} search={search} />
          ) : (
            search.map((each) => (
              <HitGroup
                key={each.kind}
                search={each}
                nodes={nodes}
                current={current}
                tabStop={place ? current : first && hitKey(first)}
                onOpen={open}
              />
            ))
          )}
        </div>
      )}
    </section>
  )
}
