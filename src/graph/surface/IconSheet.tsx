import { memo, type Ref } from 'react'
import styles from './IconSheet.module.css'
import { ICONS } from './iconPaths.ts'

/** All icons, rendered once out of sight, so that their paths can be painted. */
export const IconSheet = memo(function IconSheet({ ref }: { readonly ref?: Ref<HTMLDivElement> }) {
  return (
    <div ref={ref} className={styles['sheet']} aria-hidden>
      {ICONS.map((Icon) => (
        <Icon key={Icon.displayName} />
      ))}
    </div>
  )
})
