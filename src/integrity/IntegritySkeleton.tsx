import { Skeleton } from '@mantine/core'
import styles from './IntegritySkeleton.module.css'

const ROWS = [0, 1, 2]

/** The size of the verdict, the counts and the table of reused ids. */
export const IntegritySkeleton = () => (
  <div aria-hidden>
    <Skeleton height={20} width="70%" mb={14} />
    <Skeleton height={78} mb={26} />
    <Skeleton height={20} width="32%" mb={6} />
    <Skeleton height={32} width="72%" mb={10} />
    <Skeleton height={142} mb={26} />
    <RunSkeleton />
  </div>
)

/** The size of a verdict and a few kinds of finding. */
export const RunSkeleton = () => (
  <div aria-hidden className={styles['skeleton']}>
    <Skeleton height={20} width="46%" />
    {ROWS.map((row) => (
      <Skeleton key={row} height={92} />
    ))}
  </div>
)
