import type { RunId } from '#contract/ids.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { takeTypedSearch } from '#src/lib/typedSearch.ts'
import { useCoarsePointer } from '#src/ui/hooks/useCoarsePointer.ts'
import { useTypedText } from '#src/ui/hooks/useTypedText.ts'
import { CloseButton, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffectEvent, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import panelStyles from './panel.module.css'
import styles from './RunSearch.module.css'
import { useMatchWalk } from './useMatchWalk.ts'

const SearchPanel = lazy(async () => ({ default: (await import('./SearchPanel.tsx')).SearchPanel }))

/** Debounce of the search in milliseconds. */
const REST_MS = 200
/** The API rejects longer texts. */
const LENGTH_MAX = 200

/**
 * The search of a run: a field in the run's header and, while it has a text, the matches below. Not modal. While it
 * has the focus, opened matches don't take it, so that the reader can go on to the next. Its two parts are grid items
 * of the header. Render it with the run's key.
 */
export function RunSearch({ run_id }: { readonly run_id: RunId }) {
  const { find } = useRunViewState()
  const isCoarse = useCoarsePointer()
  const setViewState = useNavigation((state) => state.setViewState)
  const field = useRef<HTMLInputElement>(null)
  const { walkedIn, walk, goOnFrom } = useMatchWalk(run_id)
  // For a single text: a new one expands its matches.
  const [foldedFor, setFoldedFor] = useState<string>()
  const isFolded = foldedFor === find
  const { text, type, clear, flush } = useTypedText({
    applied: find,
    apply: (next) => setViewState({ find: next }),
    restMs: REST_MS,
  })

  const takeTyped = useEffectEvent(() => {
    const typed = takeTypedSearch()
    if (typed === undefined) return
    field.current?.focus()
    if (typed !== '') type(typed.slice(0, LENGTH_MAX))
  })
  // Before the next key can arrive.
  useLayoutEffect(() => takeTyped(), [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || text === '') return
    // The first Escape collapses the matches; the next one ends the search.
    event.stopPropagation()
    event.preventDefault()
    if (isFolded || find === '') clear()
    else setFoldedFor(find)
    field.current?.focus()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape collapses the matches wherever the focus is in the search
    <search className={styles['search']} aria-label="This run" onKeyDown={onKeyDown}>
      <TextInput
        ref={field}
        size="xs"
        className={styles['field'] ?? ''}
        aria-label="Search this run"
        aria-keyshortcuts="/"
        placeholder={isCoarse ? 'Search this run' : 'Search this run ( / )'}
        maxLength={LENGTH_MAX}
        leftSection={<Search size={13} aria-hidden />}
        rightSection={text !== '' && <CloseButton size="xs" aria-label="End search" onClick={clear} />}
        value={text}
        onChange={({ currentTarget: { value } }) => type(value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter') return
          const q = flush()
          if (q !== '') walk(q, event.shiftKey ? -1 : 1)
        }}
      />
      {find !== '' && (
        <Suspense fallback={<div className={panelStyles['panel']} role="status" aria-label="Searching" />}>
          <SearchPanel
            run_id={run_id}
            find={find}
            walkedTo={walkedIn(find)}
            isFolded={isFolded}
            onFold={(folds) => setFoldedFor(folds ? find : undefined)}
            onWalk={(by) => walk(find, by)}
            onOpened={(key) => goOnFrom({ find, key })}
            onClose={clear}
          />
        </Suspense>
      )}
    </search>
  )
}
