import { globalQueries } from '#src/api/globalQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { runOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { skipToken, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { Clock, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { actionEntries } from './actionEntries.ts'
import { longestWord } from './chooseEntries.ts'
import type { Entry } from './Entry.ts'
import { placeEntries } from './placeEntries.ts'
import { nodeEntries, runEntries } from './recordEntries.ts'

/** Debounce of the run search in milliseconds. */
const REST_MS = 200
/** The API rejects longer texts. */
const LENGTH_MAX = 200

const THEMES: readonly { readonly scheme: MantineColorScheme; readonly label: string; readonly Icon: LucideIcon }[] = [
  { scheme: 'light', label: 'Light theme', Icon: Sun },
  { scheme: 'dark', label: 'Dark theme', Icon: Moon },
  { scheme: 'auto', label: 'System theme', Icon: Monitor },
]

/** All entries of the palette, and the state of its run search. */
export function usePaletteEntries(typed: string) {
  const client = useQueryClient()
  const navigation = useNavigationStore()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const clock = usePreferences((preferences) => preferences.clock)
  // The view cannot change while the palette is open, because it is modal.
  const state = navigation.getState()
  const run_id = runOf(state.selection)
  const dag = useQuery(run_id === undefined ? { queryKey: ['no run'], queryFn: skipToken } : runQueries.dag(run_id))
  const [settled] = useDebouncedValue(typed, REST_MS)
  const word = longestWord(settled)?.slice(0, LENGTH_MAX)
  const runs = useInfiniteQuery(globalQueries.runs(word === undefined ? {} : { q: word }))

  const fixed = useMemo(
    (): readonly Entry[] => [
      ...placeEntries(navigation.getState()),
      ...actionEntries({ client, navigation }),
      ...THEMES.map(({ scheme, label, Icon }): Entry => ({
        id: `theme-${scheme}`,
        group: 'Theme',
        label,
        further: 'colour scheme mode appearance',
        Icon,
        ...(scheme === colorScheme ? { note: 'chosen' } : {}),
        perform: () => setColorScheme(scheme),
      })),
      {
        id: 'clock',
        group: 'Actions',
        label: clock === 'utc' ? 'Show times in local time' : 'Show times in UTC',
        further: 'time zone clock',
        Icon: Clock,
        perform: () => setPreferences({ clock: clock === 'utc' ? 'local' : 'utc' }),
      },
    ],
    [client, navigation, colorScheme, setColorScheme, clock],
  )
  const nodes = useMemo(
    () => nodeEntries(dag.data?.nodes ?? [], navigation.getState().openNode),
    [dag.data, navigation],
  )
  const found = useMemo(
    () => runEntries(runs.data?.pages.flatMap(({ items }) => items) ?? [], navigation.getState().openRun),
    [runs.data, navigation],
  )
  const search: 'searching' | 'failed' | 'done' =
    runs.error !== null ? 'failed' : typed !== settled || runs.data === undefined ? 'searching' : 'done'
  return { entries: useMemo(() => [...fixed, ...nodes, ...found], [fixed, nodes, found]), search }
}
