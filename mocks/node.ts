import { setupServer } from 'msw/node'

/**
 * Catches the requests of tests. It answers nothing by itself: a test brings its own store, and its lies first,
 * `server.use(...faults, ...apiHandlers(store))`, and a request that nobody answers fails the test
 * (`server.listen({ onUnhandledRequest: 'error' })`).
 */
export const server = setupServer()
