import { Popover, UnstyledButton } from '@mantine/core'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { NodeReply } from '#contract/scoped.ts'
import { formatCount, shortId } from '#src/lib/format.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import { rowsInWords } from './nodeWords.ts'
import styles from './DialogHeader.module.css'

/** Proof on screen that nothing of another run is shown. Drawn only from a reply that passed the scope check. */
export function ScopeReceipt({ reply }: { readonly reply: NodeReply }) {
  const { item: node, other_runs_with_this_node_id: others } = reply
  const run = shortId(node.run_id)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className={styles['receipt']}>
      <Popover opened={isOpen} onChange={setIsOpen} width={340} position="bottom-start" shadow="md" withArrow>
        <Popover.Target>
          <UnstyledButton
            className={styles['receiptButton']}
            title="What was checked"
            onClick={() => setIsOpen(!isOpen)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || !isOpen) return
              // The first Escape is for the explanation; only the next one closes the dialog.
              event.stopPropagation()
              setIsOpen(false)
            }}
          >
            <ShieldCheck size={14} aria-hidden />
            <span>
              {rowsInWords(node)}, all from run <span className="mono">{run}</span> · checked
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label="What was checked">
          <p className={styles['explained']}>
            The server chose these rows by run <em>and</em> node. This page then read the run and the node of every row
            again before it showed any; one row of another run would have refused the whole reply.
          </p>
          <p className={styles['explained']}>
            Run <span className="mono">{node.run_id}</span>
            <br />
            Node <span className="mono">{visibleText(node.node_id)}</span>
          </p>
        </Popover.Dropdown>
      </Popover>
      {others > 0 && (
        <p className={styles['others']}>
          {formatCount(others)} other {others === 1 ? 'run has' : 'runs have'} a node named{' '}
          <span className="mono">{visibleText(node.node_id)}</span>; none of their rows are shown.
        </p>
      )}
    </div>
  )
}
