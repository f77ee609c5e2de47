import { ShieldCheck } from 'lucide-react'
import type { NodeReply } from '#contract/scoped.ts'
import { formatCount, shortId } from '#src/lib/format.ts'
import { ReuseFigures } from '#src/records/reuse/ReuseFigures.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './ScopeReceipt.module.css'
import { Explained } from './Explained.tsx'
import { rowsInWords } from './nodeWords.ts'

/** Shows that nothing here comes from another run. Rendered only from a reply that passed the scope check. */
export function ScopeReceipt({ reply }: { readonly reply: NodeReply }) {
  const { item: node, other_runs_with_this_node_id: others, other_runs_are_capped: isCapped } = reply
  return (
    <div role="note" className={styles['receipt']}>
      <Explained
        about="What was checked"
        className={styles['receiptButton']}
        short={
          <>
            <ShieldCheck size={14} aria-hidden />
            <span>
              {rowsInWords(node)}, all from run <span className="mono">{shortId(node.run_id)}</span> · checked
            </span>
          </>
        }
      >
        <p>
          The server selected these rows by run <em>and</em> node. The app then checked the run and node of every row
          before showing any. A single row from another run would have rejected the whole reply.
        </p>
        <p>
          Run <span className="mono">{node.run_id}</span>
          <br />
          Node <span className="mono">{visibleText(node.node_id)}</span>
        </p>
      </Explained>
      {others > 0 && (
        <div className={styles['others']}>
          {formatCount(others)}
          {isCapped && '+'} other {others === 1 ? 'run has' : 'runs have'} a node named{' '}
          <span className="mono">{visibleText(node.node_id)}</span>. {others === 1 ? 'Its' : 'Their'} rows are not
          shown.{' '}
          {reply.run_is_imported === true && (
            <Explained about="Why this matters" className={styles['compare']} short="Why this matters">
              <ReuseFigures nodeRef={{ run_id: node.run_id, node_id: node.node_id }} />
            </Explained>
          )}
        </div>
      )}
    </div>
  )
}
