import { dedent } from '../../dedent.ts'
import type { Outage } from './Outage.ts'

export const report = ({ service, upstream, pool, began, minutes, p99 }: Outage) => dedent`
  # Incident: ${service} slow for ${minutes} minutes

  **Cause.** A schema migration took an \`ACCESS EXCLUSIVE\` lock on \`${upstream}\`; requests kept their
  connections while they waited, and the pool of ${pool} ran dry.

  | time (UTC) | what happened |
  |---|---|
  | ${began} | migration takes the lock |
  | + 40 s | first \`connection pool exhausted\` |
  | + 2 min | p99 reaches ${p99} ms, page sent |
  | + ${minutes} min | migration cancelled, latency back to normal |

  ## What helped

  - comparing log *templates* with yesterday's, not single lines
  - the lock table, which still knew the blocking process

  ## What to change

  1. \`SET lock_timeout = '3s'\` in every migration
  2. an alert on pool use above 80 % for one minute
  3. log lines longer than 8 KiB get a marker where they are cut

  \`\`\`sql
  SELECT pg_cancel_backend(blocking_pid) FROM lock_monitor WHERE held_s > 30;
  \`\`\`
  `
