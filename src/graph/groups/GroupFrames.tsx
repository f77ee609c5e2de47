import type { NodeId } from '#contract/ids.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { useReactFlow, useStoreApi, ViewportPortal } from '@xyflow/react'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Picture } from '../folding/Picture.ts'
import { useGraphActions } from '../GraphActions.ts'
import { useGraphView, useGraphViewStore } from '../graphViewStore.ts'
import { isInView } from '../isInView.ts'
import { NODE_SIZE, type GraphLayout, type Place } from '../layout/GraphLayout.ts'
import { motionMs } from '../motionMs.ts'
import styles from './GroupFrames.module.css'
import { groupTags, type GroupTag } from './groupTags.ts'

type Props = {
  readonly picture: Picture
  readonly layout: GraphLayout
}

/**
 * The frames around the members of each group, behind the cards, each named after its parent node. Clicking the name
 * folds the group into one card; clicking again unfolds it.
 */
export function GroupFrames({ picture, layout }: Props) {
  const { labelOf } = useGraphActions()
  const tags = useMemo(() => groupTags(picture, layout, labelOf), [picture, layout, labelOf])
  const focused = useGraphView((state) => state.focused)
  const place = useMemo(
    () => (tags.length === 0 || focused === undefined ? undefined : layout.positions[picture.ids.indexOf(focused)]),
    [tags, focused, picture, layout],
  )
  const press = usePress(tags, layout)
  const show = useShow()
  if (tags.length === 0) return null
  return (
    <ViewportPortal>
      {tags.map((tag) => (
        <Tag
          key={tag.key}
          tag={tag}
          isNear={place !== undefined && holds(tag.place, place)}
          onPress={press}
          onReach={show}
        />
      ))}
    </ViewportPortal>
  )
}

type TagProps = {
  readonly tag: GroupTag
  readonly isNear: boolean
  readonly onPress: (tag: GroupTag) => void
  /** Called when the tag gets keyboard focus. */
  readonly onReach: (tag: GroupTag) => void
}

/**
 * The graph is one tab stop. It is followed only by the groups around the focused card: hundreds of groups would get in
 * the way.
 */
const Tag = memo(function Tag({ tag, isNear, onPress, onReach }: TagProps) {
  const { name, place, isFrame, press } = tag
  const { x, y, width, height } = place
  return (
    <div
      role={isFrame ? 'group' : undefined}
      aria-label={isFrame ? `Group ${name}` : undefined}
      className={isFrame ? styles['frame'] : styles['folded']}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    >
      <span
        className={styles['name']}
        title={name}
        onFocus={({ target }) => target.matches(':focus-visible') && onReach(tag)}
      >
        {isFrame && <bdi className="ellipsis">{name}</bdi>}
        {press && (
          <TextButton tabIndex={isNear ? 0 : -1} onClick={() => onPress(tag)}>
            {press.does === 'fold' ? 'Fold' : 'Unfold'} <span className="unseen">group {name}</span>
          </TextButton>
        )}
      </span>
    </div>
  )
})

/**
 * Applies the action of a clicked tag, and records where the group is in the resulting picture, so that the view can
 * follow it.
 */
function usePress(tags: readonly GroupTag[], layout: GraphLayout): (tag: GroupTag) => void {
  const navigation = useNavigationStore()
  const view = useGraphViewStore()
  const pressed = useRef<{ readonly leader: NodeId; readonly layout: GraphLayout }>(undefined)
  useEffect(() => {
    if (pressed.current?.layout === layout) return
    const leader = pressed.current?.leader
    const place = tags.find((tag) => tag.leader === leader)?.place
    // A frame may be larger than the view, so use its start.
    view.setState({ turned: place && { x: place.x, y: place.y, ...NODE_SIZE } })
    pressed.current = undefined
  }, [tags, layout, view])
  return useCallback(
    ({ leader, press }) => {
      const { setViewState, selection } = navigation.getState()
      pressed.current = { leader, layout }
      if (press) setViewState({ graph: press.read(viewStateOf(selection).graph) })
    },
    [navigation, layout],
  )
}

/** Brings the start of a group into view if it is not visible. */
function useShow(): (tag: GroupTag) => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  return useCallback(
    ({ place: { x, y } }) => {
      const { domNode } = store.getState()
      const zoom = flow.getZoom()
      const head = { x, y, ...NODE_SIZE }
      if (!domNode || isInView(domNode, flow.getViewport(), head, 0)) return
      void flow.setCenter(x + head.width / 2, y + head.height / 2, { zoom, duration: motionMs(150) })
    },
    [flow, store],
  )
}

const holds = (outer: Place, { x, y, width, height }: Place): boolean =>
  x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height
