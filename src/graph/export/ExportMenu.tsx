import { shortId } from '#src/lib/format.ts'
import { saveFile } from '#src/lib/saveFile.ts'
import { runOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useStoreApi } from '@xyflow/react'
import { Download } from 'lucide-react'
import styles from './ExportMenu.module.css'
import type { Shot } from './exportPicture.ts'
import type { Shown } from './exportedOf.ts'

const CHOICES = [
  { of: 'whole', as: 'svg', words: 'Whole graph as SVG' },
  { of: 'whole', as: 'png', words: 'Whole graph as PNG' },
  { of: 'view', as: 'svg', words: 'Visible area as SVG' },
  { of: 'view', as: 'png', words: 'Visible area as PNG' },
] as const
type Choice = (typeof CHOICES)[number]

/** Saves the picture as a file, in the colours of the theme. */
export function ExportMenu(shown: Shown) {
  const store = useStoreApi()
  const navigation = useNavigationStore()
  const save = async ({ of, as }: Choice) => {
    try {
      const [{ pngOf, svgOf, wholeShot }, { exportedOf }] = await Promise.all([
        import('./exportPicture.ts'),
        import('./exportedOf.ts'),
      ])
      const { domNode, transform, width, height } = store.getState()
      const run_id = runOf(navigation.getState().selection)
      if (!domNode || run_id === undefined) return
      const [x, y, zoom] = transform
      const view: Shot = {
        area: { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom },
        zoom,
      }
      const from = exportedOf(shown, run_id, domNode)
      const shot = of === 'whole' ? wholeShot(from.scene) : view
      const name = `run-${shortId(run_id)}-graph.${as}`
      if (as === 'svg') saveFile(name, 'image/svg+xml', svgOf(from, shot))
      else saveFile(name, 'image/png', await pngOf(from, shot))
    } catch (error) {
      notifications.show({
        title: 'Graph export failed',
        message:
          error instanceof Error ? error.message : 'Runlens failed to create the image. This is a bug in the app.',
        color: 'red',
        autoClose: false,
      })
    }
  }
  return (
    <Menu position="right-start" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          className={styles['target'] ?? ''}
          title="Export graph"
          aria-label="Export graph"
        >
          <Download size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Export graph">
        {CHOICES.map((choice) => (
          <Menu.Item key={choice.words} onClick={() => void save(choice)}>
            {choice.words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
