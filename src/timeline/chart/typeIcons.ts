import { EVENT_TYPE_ICONS } from '#src/records/events/eventTypeToken.ts'
import { pathOf } from '#src/theme/iconPath.ts'
import { NODE_TYPE_ICONS } from '#src/theme/nodeTypeToken.ts'
import type { LucideIcon } from 'lucide-react'

/** The icons of all types, in the order in which `TypeIconSheet` renders them. */
export const TYPE_ICONS: readonly LucideIcon[] = [...new Set([...NODE_TYPE_ICONS, ...EVENT_TYPE_ICONS])]

/** The paths of the rendered icons; none without a sheet. */
export function typeIconPathsIn(sheet: Element | null): ReadonlyMap<LucideIcon, Path2D> {
  // An environment without a canvas has no paths either.
  if (!sheet || typeof Path2D === 'undefined') return new Map()
  const drawn = [...sheet.querySelectorAll('svg')]
  return new Map(
    TYPE_ICONS.flatMap((Icon, index) => {
      const svg = drawn[index]
      return svg ? [[Icon, pathOf(svg)] as const] : []
    }),
  )
}
