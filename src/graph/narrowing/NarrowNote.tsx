import { formatCount, plural } from '#src/lib/format.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { createContext, useContext } from 'react'
import type { Narrowed } from './narrowDag.ts'

/** Undefined if the whole graph is shown. */
export const NarrowedContext = createContext<(Narrowed & { readonly words: string }) | undefined>(undefined)

/** Says that only a part of the graph is shown, and offers a way back to all of it. */
export function NarrowNote() {
  const narrowed = useContext(NarrowedContext)
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  if (!narrowed) return null
  return (
    <>
      <span role="status">
        <bdi>{narrowed.words}</bdi>: {formatCount(narrowed.shown)} of {plural(narrowed.all, 'node')}
      </span>
      <TextButton onClick={() => setViewState({ graph: { ...graph, only: undefined } }, 'push')}>
        Show all nodes
      </TextButton>
    </>
  )
}
