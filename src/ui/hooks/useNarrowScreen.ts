import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { useMediaQuery } from '@mantine/hooks'

/** Whether the panel beside a run covers it, from the first paint on. */
export const useNarrowScreen = (): boolean =>
  useMediaQuery(NARROW_SCREEN, false, { getInitialValueInEffect: false }) ?? false
