import { useMediaQuery } from '@mantine/hooks'

/** Whether the main pointer is a finger, from the first paint on. Texts then say what touch does. */
export const useCoarsePointer = (): boolean =>
  useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false }) ?? false
