import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { RunBrowser } from './RunBrowser.tsx'
import { SessionListing } from './SessionListing.tsx'
import styles from './RunList.module.css'

type Listing = 'runs' | 'sessions'
const LISTINGS: { readonly value: Listing; readonly label: string }[] = [
  { value: 'runs', label: 'Runs' },
  { value: 'sessions', label: 'Sessions' },
]

/** Where a reader finds a run. Fills its container: a column of about 320 px, or a drawer, which labels it. */
export function RunList() {
  const [listing, setListing] = useState<Listing>('runs')
  return (
    <div className={styles['column']}>
      <div className={styles['head']}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Runs or sessions"
          data={LISTINGS}
          value={listing}
          onChange={setListing}
        />
      </div>
      {listing === 'runs' ? <RunBrowser /> : <SessionListing onChosen={() => setListing('runs')} />}
    </div>
  )
}
