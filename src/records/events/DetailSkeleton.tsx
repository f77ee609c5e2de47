import { Skeleton } from '@mantine/core'
import styles from './DetailSkeleton.module.css'

/** About the size of the event that replaces it. */
export const DetailSkeleton = () => (
  <div className={styles['skeleton']}>
    <Skeleton height={34} />
    <Skeleton height={72} />
    <Skeleton height={72} />
  </div>
)
