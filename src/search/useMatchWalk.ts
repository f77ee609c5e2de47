import type { RunId } from '#contract/ids.ts'
import { viewStateOf, runOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

/** The match that the reader went to last, of the search for a text. */
type Walked = { readonly find: string; readonly key: string }

/** The way from match to match of a run. */
export function useMatchWalk(run_id: RunId) {
  const navigation = useNavigationStore()
  const client = useQueryClient()
  const [walked, setWalked] = useState<Walked>()
  // A key that is held down asks for steps faster than the page is drawn: each begins where the one before it came to.
  const steps = useRef<Promise<Walked | undefined>>(Promise.resolve(undefined))

  const step = async (last: Walked | undefined, q: string, by: 1 | -1): Promise<Walked | undefined> => {
    const [{ nextMatch }, { openHit }, { hitKey }] = await Promise.all([
      import('./nextMatch.ts'),
      import('./openHit.ts'),
      import('./matches.ts'),
    ])
    const from = last?.find === q ? last.key : undefined
    const hit = await nextMatch({ client, run_id, q, from, by, navigation: navigation.getState() })
    // The reader may have gone on to another run or text while the answer was on its way.
    const { selection } = navigation.getState()
    if (!hit || runOf(selection) !== run_id || viewStateOf(selection).find !== q) return last
    const to = { find: q, key: hitKey(hit) }
    setWalked(to)
    openHit(navigation.getState(), hit)
    return to
  }

  return {
    /** The match of this text that was gone to last. */
    walkedIn: (find: string): string | undefined => (walked?.find === find ? walked.key : undefined),
    /** Opens the match after or before, after the steps that were asked for earlier. */
    walk: (q: string, by: 1 | -1) => {
      steps.current = steps.current.catch(() => undefined).then((last) => step(last, q, by))
    },
    /** Goes on from a match that was opened otherwise. */
    goOnFrom: (to: Walked) => {
      steps.current = Promise.resolve(to)
      setWalked(to)
    },
  }
}
