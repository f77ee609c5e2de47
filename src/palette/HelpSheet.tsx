import { isApple } from '#src/lib/platform.ts'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { Keys } from '#src/ui/controls/Keys.tsx'
import { Modal, Switch } from '@mantine/core'
import styles from './HelpSheet.module.css'
import { closeLayer } from './layerStore.ts'
import { PLACES, SHORTCUTS } from './shortcuts.ts'

/** All keys of the app, grouped by where they work. */
export function HelpSheet() {
  const singleKeys = usePreferences((state) => state.singleKeys)
  return (
    <Modal
      opened
      onClose={closeLayer}
      returnFocus={false}
      title="Keyboard shortcuts"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close help' }}
      transitionProps={{ duration: 0 }}
    >
      <div className={styles['places']}>
        {PLACES.map((place) => (
          <table key={place} className={styles['table']}>
            <caption className={styles['place']}>{place}</caption>
            <thead className="unseen">
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Action</th>
              </tr>
            </thead>
            <tbody>
              {SHORTCUTS.filter((shortcut) => shortcut.place === place).map(({ keys, what }) => (
                <tr key={what}>
                  <td className={styles['keys']}>
                    {keys.map((chord) => (
                      <Keys key={chord} chord={chord} />
                    ))}
                  </td>
                  <td>{what}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <Switch
        mt="md"
        checked={singleKeys}
        onChange={({ currentTarget: { checked } }) => setPreferences({ singleKeys: checked })}
        label="Single-key shortcuts"
        description={`Turn these off if speech input or accidental key presses trigger them. ${isApple ? '⌘' : 'Ctrl'}+K still opens the palette.`}
      />
    </Modal>
  )
}
