import { memo, type Ref } from 'react'
import { TYPE_ICONS } from './typeIcons.ts'

/** The icons of all types, rendered once out of sight, so that the canvas can paint their paths. */
export const TypeIconSheet = memo(function TypeIconSheet({ ref }: { readonly ref?: Ref<HTMLDivElement> }) {
  return (
    <div ref={ref} className="unseen" aria-hidden>
      {TYPE_ICONS.map((Icon) => (
        <Icon key={Icon.displayName} />
      ))}
    </div>
  )
})
