import { isApple } from '#src/lib/platform.ts'
import { UnstyledButton } from '@mantine/core'
import { openLayer } from './layerStore.ts'
import styles from './PaletteButton.module.css'

/** The palette for those who do not know its key yet. A part of the first screen, so its key is drawn by no component. */
export const PaletteButton = () => (
  <UnstyledButton className={styles['button']} aria-haspopup="dialog" onClick={() => openLayer('palette')}>
    Search<span className={styles['more']}> or jump… </span>
    <kbd className={styles['key']}>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
  </UnstyledButton>
)
