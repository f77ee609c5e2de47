import { isApple } from '#src/lib/platform.ts'
import { UnstyledButton } from '@mantine/core'
import { openLayer } from './layerStore.ts'
import styles from './PaletteButton.module.css'

/**
 * Opens the palette for users who don't know its key. It is on the first screen, so its key is drawn without a
 * component.
 */
export const PaletteButton = () => (
  <UnstyledButton className={styles['button']} aria-haspopup="dialog" onClick={() => openLayer('palette')}>
    Search<span className={styles['more']}> or jump… </span>
    <kbd className={styles['key']}>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
  </UnstyledButton>
)
