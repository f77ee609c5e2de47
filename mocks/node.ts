import { setupServer } from 'msw/node'

/**
 * Intercepts the requests of tests. It has no handlers of its own: a test brings its store, with faults first,
 * `server.use(...faults, ...apiHandlers(store))`, and an unhandled request fails the test (`server.listen({
 * onUnhandledRequest: 'error' })`).
 */
export const server = setupServer()
