import '#src/theme/tokens.css'
import '#src/theme/global.css'
import '@mantine/core/styles.layer.css'
import { LIVE_TIMING, LiveTimingContext, type LiveTiming } from '#src/live/timing.ts'
import type { NavigationStore } from '#src/navigation/navigationStore.ts'
import { NavigationContext } from '#src/navigation/useNavigation.ts'
import { cssVariables, mantineTheme } from '#src/theme/mantineTheme.ts'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { AppFailure } from './AppFailure.tsx'
import { createQueryClient } from './queryClient.ts'

// Not needed for the first paint, so loaded after it.
const Toasts = lazy(async () => ({ default: (await import('./Toasts.tsx')).Toasts }))

type Props = {
  readonly navigation: NavigationStore
  readonly children: ReactNode
  /** For tests: a client of their own. */
  readonly queryClient?: QueryClient
  readonly env?: 'default' | 'test'
  /** Delays of the live updates; tests use shorter ones. */
  readonly timing?: LiveTiming
}

// public/theme.js reads the same key before the first paint.
const colorScheme = localStorageColorSchemeManager({ key: 'runlens-color-scheme' })

export function AppProviders({ navigation, children, queryClient, env = 'default', timing = LIVE_TIMING }: Props) {
  const [client] = useState(() => queryClient ?? createQueryClient())
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      env={env}
    >
      <ErrorBoundary FallbackComponent={AppFailure}>
        <QueryClientProvider client={client}>
          <LiveTimingContext value={timing}>
            <NavigationContext value={navigation}>{children}</NavigationContext>
          </LiveTimingContext>
        </QueryClientProvider>
      </ErrorBoundary>
      <Suspense>
        <Toasts />
      </Suspense>
    </MantineProvider>
  )
}
