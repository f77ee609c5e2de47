import type { NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { formatCount, shortId } from '#src/lib/format.ts'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import styles from './ReuseFigures.module.css'
import { reuseInWords, reuseRows } from './reuseWords.ts'

/** Compares what the old query by node id alone would have returned with the rows that belong to this run. */
export function ReuseFigures({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useQuery(nodeQueries.reuse(nodeRef))
  return (
    <PanelFace what="The comparison" query={query} skeleton={<Skeleton height={132} />}>
      {(reuse) => (
        <div className={styles['figures']}>
          <p>The old query by id alone: {reuseInWords(reuse)}</p>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">Rows</th>
                <th scope="col">by id alone</th>
                <th scope="col">from other runs</th>
                <th scope="col">
                  from run <span className="mono">{shortId(reuse.run_id)}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {reuseRows(reuse).map(({ what, alone, here, foreign }) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td>{formatCount(alone)}</td>
                  <td>{formatCount(foreign)}</td>
                  <td className={styles['here']}>{formatCount(here)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelFace>
  )
}
