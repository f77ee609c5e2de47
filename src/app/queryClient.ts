import { isWorthRetrying } from '#src/api/errors.ts'
import { QueryClient } from '@tanstack/react-query'

const RETRIES = 2

/**
 * Server data for the app, or for one test. Retries transient failures, never a rejected request or a reply with
 * another scope.
 */
export const createQueryClient = (retryDelayMs?: number): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < RETRIES && isWorthRetrying(error),
        ...(retryDelayMs === undefined ? {} : { retryDelay: retryDelayMs }),
      },
    },
  })
