import { ActionIcon, Menu } from '@mantine/core'
import {
  ChevronLeft,
  ChevronRight,
  Copy,
  Download,
  EllipsisVertical,
  Link,
  Maximize2,
  Minimize2,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { NodeRef } from '#contract/ids.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { copyWithNotice } from '#src/ui/controls/copyWithNotice.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './DialogTools.module.css'
import { downloadNode } from './download/downloadNode.ts'
import { setMaximised, useMaximised } from './maximisedStore.ts'

export type Neighbours = { readonly previous: NodeRef | undefined; readonly next: NodeRef | undefined }

type Props = { readonly nodeRef: NodeRef; readonly neighbours: Neighbours }

/** The buttons in the dialog's top right corner. */
export function DialogTools({ nodeRef, neighbours }: Props) {
  const openNode = useNavigation((state) => state.openNode)
  const closeDock = useNavigation((state) => state.closeDock)
  const isMaximised = useMaximised()
  const { previous, next } = neighbours
  return (
    <div className={styles['tools']}>
      <Tool
        name={previous ? `Previous node: ${visibleText(previous.node_id)}` : 'No previous node'}
        keys="["
        Icon={ChevronLeft}
        onClick={previous && (() => openNode(previous))}
      />
      <Tool
        name={next ? `Next node: ${visibleText(next.node_id)}` : 'No next node'}
        keys="]"
        Icon={ChevronRight}
        onClick={next && (() => openNode(next))}
      />
      <ActionsMenu nodeRef={nodeRef} />
      <Tool
        name={isMaximised ? 'Restore' : 'Maximise'}
        Icon={isMaximised ? Minimize2 : Maximize2}
        onClick={() => setMaximised(!isMaximised)}
      />
      <Tool name="Close" keys="Escape" Icon={X} onClick={closeDock} />
    </div>
  )
}

type ToolProps = {
  readonly name: string
  /** The equivalent key while the dialog has the focus. */
  readonly keys?: string
  readonly Icon: LucideIcon
  readonly onClick: (() => void) | undefined
}

function Tool({ name, keys, Icon, onClick }: ToolProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={name}
      aria-keyshortcuts={keys}
      title={keys ? `${name} (${keys})` : name}
      disabled={!onClick}
      onClick={onClick}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  )
}

function ActionsMenu({ nodeRef }: { readonly nodeRef: NodeRef }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Actions" title="Actions">
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Link size={14} aria-hidden />}
          onClick={() => void copyWithNotice('Link', window.location.href)}
        >
          Copy link to this view
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={14} aria-hidden />}
          onClick={() => void copyWithNotice('Node id', nodeRef.node_id)}
        >
          Copy node id
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={14} aria-hidden />}
          onClick={() => void copyWithNotice('Run id', nodeRef.run_id)}
        >
          Copy run id
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Download size={14} aria-hidden />} onClick={() => void downloadNode(nodeRef)}>
          Download node data as JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
