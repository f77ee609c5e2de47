import { RunList } from '#src/runList/RunList.tsx'
import { Drawer } from '@mantine/core'
import styles from './RunDrawer.module.css'

/** The list of runs on a narrow screen. */
export function RunDrawer({ onClose }: { readonly onClose: () => void }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={340}
      title="Runs"
      padding={0}
      closeButtonProps={{ 'aria-label': 'Close run list' }}
      classNames={{
        body: styles['body'] ?? '',
        header: styles['header'] ?? '',
        content: styles['content'] ?? '',
      }}
    >
      <RunList />
    </Drawer>
  )
}
