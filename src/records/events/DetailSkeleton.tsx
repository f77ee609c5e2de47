import { Skeleton } from '@mantine/core'
import styles from './EventDetail.module.css'

/** Has about the size of the event that will stand here. */
export const DetailSkeleton = () => (
  <div className={styles['skeleton']}>
    <Skeleton height={34} />
    <Skeleton height={72} />
    <Skeleton height={72} />
  </div>
)
