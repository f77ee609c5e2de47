import { NODE_TYPE_ICONS } from '#src/theme/nodeTypeToken.ts'
import { STATUS_ICONS } from '#src/theme/statusTokens.ts'
import { pathOf } from '#src/theme/iconPath.ts'
import { Mail, type LucideIcon } from 'lucide-react'

/** The icons used in the picture, in the order in which `IconSheet` renders them. */
export const ICONS: readonly LucideIcon[] = [...new Set([...NODE_TYPE_ICONS, ...STATUS_ICONS, Mail])]

/**
 * Extracts the paths of rendered icons for painting: the icons are components, so they must be rendered in the page.
 */
export function iconPathsIn(sheet: Element): ReadonlyMap<LucideIcon, Path2D> {
  const drawn = [...sheet.querySelectorAll('svg')]
  return new Map(
    ICONS.flatMap((Icon, index) => {
      const svg = drawn[index]
      return svg ? [[Icon, pathOf(svg)] as const] : []
    }),
  )
}
