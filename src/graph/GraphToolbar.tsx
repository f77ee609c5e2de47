import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { ActionIcon } from '@mantine/core'
import { useReactFlow, useStoreApi } from '@xyflow/react'
import { ArrowDown, ArrowRight, Map, Maximize, ZoomIn, ZoomOut, type LucideIcon } from 'lucide-react'
import type { GraphLayout } from './layout/GraphLayout.ts'
import styles from './GraphToolbar.module.css'
import { useForgetCamera } from './useForgetCamera.ts'
import { viewportOfAll } from './viewportFor.ts'

type Props = { readonly layout: GraphLayout }

export function GraphToolbar({ layout }: Props) {
  const { direction } = layout
  const flow = useReactFlow()
  const store = useStoreApi()
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const forgetCamera = useForgetCamera()
  const move = (how: () => unknown) => () => {
    forgetCamera()
    void how()
  }
  const turn = () => {
    const turned = direction === 'right' ? 'down' : 'right'
    setPreferences({ direction: turned })
    setViewState({ graph: { ...graph, direction: turned, camera: undefined } })
  }
  const minimap = usePreferences((state) => state.minimap)
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Graph view">
      <Tool label="Zoom in" Icon={ZoomIn} onClick={move(() => flow.zoomIn())} />
      <Tool label="Zoom out" Icon={ZoomOut} onClick={move(() => flow.zoomOut())} />
      <Tool
        label="Fit graph"
        Icon={Maximize}
        onClick={move(() => flow.setViewport(viewportOfAll(layout.bounds, store.getState())))}
      />
      <Tool
        label={direction === 'right' ? 'Top to bottom' : 'Left to right'}
        Icon={direction === 'right' ? ArrowDown : ArrowRight}
        onClick={turn}
      />
      <Tool label="Minimap" Icon={Map} isOn={minimap} onClick={() => setPreferences({ minimap: !minimap })} />
    </div>
  )
}

type ToolProps = {
  readonly label: string
  readonly Icon: LucideIcon
  readonly isOn?: boolean
  readonly onClick: () => void
}

function Tool({ label, Icon, isOn, onClick }: ToolProps) {
  return (
    <ActionIcon variant="default" size={30} title={label} aria-label={label} aria-pressed={isOn} onClick={onClick}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  )
}
