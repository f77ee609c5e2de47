import type { RunRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { plural } from '#src/lib/format.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { newRun } from '#src/navigation/navigationStore.ts'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { useNow } from '#src/ui/hooks/useNow.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { DemoData } from './DemoData.tsx'
import styles from './page.module.css'
import { RecentDays } from './RecentDays.tsx'
import { RecentRunList } from './RecentRunList.tsx'
import { StatusTiles } from './StatusTiles.tsx'
import { isRecentlyLive, recentStatuses } from './recentStatuses.ts'

/** Maximum number of runs named in each list. */
const NAMED_MAX = 5

const IMPORT = 'npx runlens import old.db'

/** The main view while no run is selected: what runs now, what failed lately, and where to go from here. */
export function Home() {
  const now = useNow()
  const runs = useInfiniteQuery(globalQueries.runs({}))
  const page = runs.data?.pages[0]
  const latest = page?.items ?? []
  const first = latest.find((run) => run.node_count > 0)
  const live = latest.filter((run) => isRecentlyLive(run, now))
  const failed = latest.filter(({ status }) => status === 'failed' || status === 'error')
  return (
    <div className={styles['page']}>
      <title>Runlens</title>
      <h1>Recent runs</h1>
      <p className={styles['lead']}>
        {page === undefined ? 'Each run' : `Each of the ${plural(page.total, 'run')}`} in the list opens as a graph.
        Select a node to see its events, files and messages in that run only.
      </p>
      <p className={styles['actions']}>
        {first && (
          <PlaceLink to={newRun(first.run_id)} className={styles['primary']}>
            Open the latest run with a graph
          </PlaceLink>
        )}
        <PlaceLink to={{ kind: 'connect' }} className={styles['secondary']}>
          Connect your agent
        </PlaceLink>
      </p>
      {latest.length > 0 && <StatusTiles statuses={recentStatuses(latest)} among={latest.length} />}
      <RunSection title="Running now" runs={live} />
      <RunSection title="Latest failures" runs={failed} />
      <RecentDays />
      <section className={styles['section']}>
        <h2>Import an old database</h2>
        <p>
          Run <code>{IMPORT}</code> <CopyText text={IMPORT} what="command" /> beside the server's folder. Both SQLite
          files and Postgres addresses work, and the source is only read.
        </p>
      </section>
      <DemoData />
    </div>
  )
}

function RunSection({ title, runs }: { readonly title: string; readonly runs: readonly RunRow[] }) {
  if (runs.length === 0) return null
  return (
    <section className={styles['section']}>
      <h2>{title}</h2>
      <RecentRunList runs={runs.slice(0, NAMED_MAX)} label={title} />
    </section>
  )
}
