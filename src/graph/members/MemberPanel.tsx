import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { inNaturalOrder } from '#src/lib/naturalOrder.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { CloseButton } from '@mantine/core'
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react'
import { statusCounts } from '../folding/foldFigures.ts'
import { roundsOf } from '../folding/Groups.ts'
import { groupIn, groupName, openedWithout, type Picture } from '../folding/Picture.ts'
import { byUrgency } from '../folding/reasonOf.ts'
import { foldedWithout } from '../groups/foldedGroups.ts'
import { useGraphActions, useOfSelected } from '../GraphActions.ts'
import { useGraphViewStore } from '../graphViewStore.ts'
import { MemberGrid } from './MemberGrid.tsx'
import styles from './MemberPanel.module.css'

/** Pixels below the panel, as in MemberPanel.module.css. */
const GAP = 12

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly picture: Picture
  /** Any member of the card. */
  readonly member: NodeId
  readonly onClose: () => void
}

/** The members of one card as small cards over the picture: those that need attention first, each opening its node. */
export function MemberPanel({ nodes, picture, member, onClose }: Props) {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const { open } = useGraphActions()
  const selected = useOfSelected((node_id) => node_id)
  const [only, setOnly] = useState<string>()
  const { label, rounds, ids, isFolded, place, byHand } = useMemo(() => groupWith(picture, member), [picture, member])
  const members = useMemo(() => {
    const own = new Set<NodeId>(ids)
    const named = inNaturalOrder(
      nodes.filter(({ node_id }) => own.has(node_id)),
      nodeLabel,
    )
    return named.toSorted((a, b) => byUrgency(a.status, b.status))
  }, [nodes, ids])
  const statuses = useMemo(() => statusCounts(members), [members])
  const shown = useMemo(
    () => (only === undefined ? members : members.filter(({ status }) => status === only)),
    [members, only],
  )
  const title = `${visibleText(label)}, ${rounds > 1 ? `${plural(rounds, 'round')} of ` : ''}${plural(members.length, 'node')}`
  // React handles the key first: the layer that closes things on Escape ignores what is handled here.
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key !== 'Escape') return
    press.preventDefault()
    onClose()
  }
  const view = useGraphViewStore()
  const setOpened = (isOpened: boolean) => {
    if (byHand) {
      // The list closes with the card that it belongs to. Move the focus to the group's leader.
      view.setState(({ focused }) => ({ focused: byHand.leader, leaving: focused }))
      setViewState({ graph: { ...graph, folded: foldedWithout(graph.folded, byHand), members: undefined } }, 'push')
      return
    }
    // What is unfolded here must not stay in `folded` either.
    const own = new Set<NodeId>(ids)
    const folded = isOpened ? graph.folded.filter(({ leader }) => !own.has(leader)) : graph.folded
    const opened = isOpened ? [...graph.opened, member] : openedWithout(picture, place)
    setViewState({ graph: { ...graph, opened, folded } }, 'push')
  }
  const covering = useCovering()
  if (members.length === 0) return null
  return (
    // The cards inside are the controls; this element only handles the Escape key that bubbles up from them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={covering} className={styles['panel']} aria-label={`Members of ${title}`} onKeyDown={onKeyDown}>
      <header className={styles['header']}>
        <h3 className={styles['title']}>
          <bdi className="ellipsis" title={visibleText(label)}>
            {title}
          </bdi>
        </h3>
        <div className={styles['filters']} role="group" aria-label="Filter members by status">
          {statuses.length > 1 &&
            statuses.map(({ status, count }) => {
              const { Icon, tone, word } = statusToken(status)
              return (
                <button
                  key={status}
                  type="button"
                  aria-pressed={only === status}
                  className={styles['filter']}
                  data-tone={tone}
                  onClick={() => setOnly(only === status ? undefined : status)}
                >
                  <Icon size={13} aria-hidden />
                  {formatCount(count)} {visibleText(word)}
                </button>
              )
            })}
        </div>
        {(byHand ?? graph.fold !== 'none') &&
          (isFolded ? (
            <TextButton onClick={() => setOpened(true)}>Unfold in graph</TextButton>
          ) : (
            <TextButton onClick={() => setOpened(false)}>Fold in graph</TextButton>
          ))}
        <CloseButton aria-label="Close member list" size={26} onClick={onClose} />
      </header>
      <MemberGrid members={shown} selected={selected} label={title} onOpen={open} />
    </section>
  )
}

/** Reports how much of the picture the panel covers, so that a node is not brought into view behind it. */
function useCovering(): (panel: HTMLElement | null) => (() => void) | undefined {
  const view = useGraphViewStore()
  return useCallback(
    (panel) => {
      if (!panel) return undefined
      const tell = () => view.setState({ covered: panel.offsetHeight + GAP })
      const observer = new ResizeObserver(tell)
      observer.observe(panel)
      tell()
      return () => {
        observer.disconnect()
        view.setState({ covered: 0 })
      }
    },
    [view],
  )
}

function groupWith(picture: Picture, member: NodeId) {
  const { source, classes, groups, groupOf } = picture
  const at = source.ids.indexOf(member)
  const hand = picture.byHand.find(({ members }) => members.includes(at))
  const leader = hand && source.ids[hand.leader]
  if (hand && leader !== undefined) {
    const { isAlike, members } = hand
    const ids = members.flatMap((node) => source.ids[node] ?? [])
    return { label: groupName(hand), rounds: 1, ids, isFolded: true, place: -1, byHand: { leader, isAlike } }
  }
  const own = groupIn(picture, member)
  const group = own === undefined ? undefined : groups[own]
  if (!group) return { label: '', rounds: 1, ids: [], isFolded: false, place: -1, byHand: undefined }
  const members = source.ids.flatMap((_, at) => (groupOf[classes.classOf[at] ?? 0] === own ? at : []))
  return {
    label: groupName(group),
    rounds: roundsOf(group, classes, members),
    ids: members.flatMap((at) => source.ids[at] ?? []),
    isFolded: group.isFolded,
    place: group.place,
    byHand: undefined,
  }
}
