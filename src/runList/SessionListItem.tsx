import type { SessionRow } from '#contract/summaries.ts'
import { plural } from '#src/lib/format.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './listItem.module.css'

/** In pixels; `ListItem.module.css` has two lines for it. */
export const SESSION_ROW_HEIGHT = 48

/** A session as two lines of the list. If it has a name, the second line is its full id. */
export function SessionListItem({ session }: { readonly session: SessionRow }) {
  const { name, session_id, run_count, last_active_at, created_at } = session
  return (
    <>
      <span className={styles['line']}>
        <span className={styles['title']} title={session_id}>
          {visibleText(name || session_id)}
        </span>
        <span className={styles['aside']}>{plural(run_count, 'run')}</span>
      </span>
      <span className={styles['line']}>
        <span className={styles['fill']}>{visibleText((name ? session_id : session.user_id) ?? '')}</span>
        <span className={styles['aside']}>
          <Moment at={last_active_at ?? created_at} />
        </span>
      </span>
    </>
  )
}
