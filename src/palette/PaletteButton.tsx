import { isApple } from '#src/lib/platform.ts'
import { UnstyledButton } from '@mantine/core'
import { openLayer } from './layerStore.ts'
import styles from './PaletteButton.module.css'

/**
 * Opens the palette for users who don't know its key. Part of the first screen, so it draws the key without the
 * `Keys` component.
 */
export const PaletteButton = () => (
  <UnstyledButton className={styles['button']} aria-haspopup="dialog" onClick={() => openLayer('palette')}>
    Search<span className={styles['more']}> or jump… </span>
    <kbd className={styles['key']}>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
  </UnstyledButton>
)
