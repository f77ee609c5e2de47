import { CLOCK_ZONES, setClockZone } from '#src/lib/clockZone.ts'
import * as z from 'zod/mini'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Width of the node dialog in pixels. */
export const DIALOG_WIDTH = { min: 480, initial: 560, max: 720 } as const

const Preferences = z.object({
  dialogWidth: z.number().check(z.minimum(DIALOG_WIDTH.min), z.maximum(DIALOG_WIDTH.max)),
  runListOpen: z.boolean(),
  /** `auto`: whichever shows the graph at hand larger. */
  direction: z.enum(['auto', 'right', 'down']),
  minimap: z.boolean(),
  /** Whether keys of one character do something; absent where the preferences were kept before there was the choice. */
  singleKeys: z._default(z.boolean(), true),
  /** Whose clock times are shown by; absent where the preferences were kept before there was the choice. */
  clock: z._default(z.enum(CLOCK_ZONES), 'local'),
})
type Preferences = z.output<typeof Preferences>

const INITIAL: Preferences = {
  dialogWidth: DIALOG_WIDTH.initial,
  runListOpen: true,
  direction: 'auto',
  minimap: true,
  singleKeys: true,
  clock: 'local',
}

/** How this reader likes the app; nothing of a run. Kept in the browser, and parsed when read, since anyone may have written there. */
export const usePreferences = create<Preferences>()(
  persist(() => INITIAL, {
    name: 'runlens-preferences',
    version: 1,
    merge: (stored, current) => {
      const parsed = Preferences.safeParse(stored)
      return parsed.success ? parsed.data : current
    },
  }),
)

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
}

// Before what shows times is rendered, by the store that renders it.
setClockZone(usePreferences.getState().clock)
usePreferences.subscribe(({ clock }) => setClockZone(clock))
