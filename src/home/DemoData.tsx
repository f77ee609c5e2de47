import { ask } from '#src/api/http.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { GLOBAL_KEY } from '#src/api/keys.ts'
import { plural } from '#src/lib/format.ts'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import styles from './page.module.css'

/** Says how many runs are the demo's, and removes them. Nothing where there are none. */
export function DemoData() {
  const { data } = useQuery(globalQueries.demo())
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const removal = useMutation({
    mutationFn: () => ask('removeDemo', {}, {}, new AbortController().signal),
    onSettled: () => client.invalidateQueries({ queryKey: GLOBAL_KEY }),
  })
  if (!data || data.runs === 0) return null
  const runs = plural(data.runs, 'demo run')
  return (
    <section className={styles['section']}>
      <h2>Demo data</h2>
      <p>
        {isAsking
          ? `Remove ${runs} with everything in them? This cannot be undone; your own runs stay.`
          : `${runs} show what Runlens does. Remove them once you have runs of your own.`}
      </p>
      {removal.isError && (
        <p role="alert" className={styles['alert']}>
          The demo could not be removed: {removal.error.message}
        </p>
      )}
      <p className={styles['actions']}>
        {isAsking ? (
          <>
            <Button size="xs" color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
              Remove {runs}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsking(false)}>
              Keep them
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            Remove demo data
          </Button>
        )}
      </p>
    </section>
  )
}
