import { formatCount, plural } from '#src/lib/format.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useContext } from 'react'
import { FilteredContext, FilteredNote } from './FilteredNote.tsx'
import styles from './FoldTools.module.css'
import { countsOf, openedWithout, placeName, type Picture } from './folding/Picture.ts'
import { NarrowedContext, NarrowNote } from './narrowing/NarrowNote.tsx'

/** Up to this many opened classes get a fold button each; more share one. */
const NAMED_MAX = 2

/**
 * Says which part of the graph is shown and how many nodes the cards stand for; folds and unfolds them. Renders nothing
 * if there is nothing to say.
 */
export function FoldTools({ picture }: { readonly picture: Picture }) {
  const isNarrowed = useContext(NarrowedContext) !== undefined
  const isFiltered = useContext(FilteredContext) !== undefined
  const { classes, foldDepth } = picture
  const hasGroups = classes.parents.some((leader) => leader >= 0)
  // A fold requested by a link can be undone even if it had no effect.
  const { fold, folded } = useRunViewState().graph
  const isAsked = fold !== 'needed' || folded.length > 0
  const canFold = isAsked || hasGroups || foldDepth.merges > 0 || classes.sizes.some((size) => size > 1)
  if (!isNarrowed && !isFiltered && !canFold) return null
  return (
    <div className={styles['tools']} role="group" aria-label="Folding">
      <NarrowNote />
      <FilteredNote />
      {canFold && <Folds picture={picture} isNarrowed={isNarrowed} />}
    </div>
  )
}

/** @param isNarrowed whether the number of shown nodes is already displayed elsewhere */
function Folds({ picture, isNarrowed }: { readonly picture: Picture; readonly isNarrowed: boolean }) {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const { cards, nodes, single, folded, folds } = countsOf(picture)
  // Groups that the reader folded stay folded when more is folded.
  const set = (fold: typeof graph.fold) =>
    setViewState({ graph: { ...graph, fold, opened: [], folded: fold === 'none' ? [] : graph.folded } })
  const opened = graph.fold === 'none' ? [] : picture.opened
  return (
    <>
      {(folds > 0 || !isNarrowed) && (
        <span role="status" title={folds === 0 ? undefined : `${formatCount(single)} not folded`}>
          {folds === 0 ? plural(nodes, 'node') : `${plural(cards, 'card')} for ${plural(nodes, 'node')}`}
          {folds > 0 && <span className={styles['folded']}>, {formatCount(folded)} folded</span>}
        </span>
      )}
      {graph.fold !== 'all' && <TextButton onClick={() => set('all')}>Fold all</TextButton>}
      {(graph.folded.length > 0 || (graph.fold !== 'none' && folds + opened.length > 0)) && (
        <TextButton onClick={() => set('none')}>Unfold all</TextButton>
      )}
      {graph.fold !== 'needed' && <TextButton onClick={() => set('needed')}>Fold as needed</TextButton>}
      {opened.slice(0, NAMED_MAX).map(({ place }) => (
        <TextButton
          key={place}
          onClick={() => setViewState({ graph: { ...graph, opened: openedWithout(picture, place) } })}
        >
          Fold {visibleText(placeName(picture, place))}
        </TextButton>
      ))}
      {opened.length > NAMED_MAX && (
        <TextButton onClick={() => setViewState({ graph: { ...graph, opened: [] } })}>
          Fold all {formatCount(opened.length)} again
        </TextButton>
      )}
    </>
  )
}
