import { expect, test as base } from '@playwright/test'

/**
 * Every page of the browser tests is watched: an uncaught error, an error on the console (violations of the content
 * security policy among them) or a request to another origin fails the test that caused it.
 */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
      page.on('console', (message) => {
        // A reply of 404 is an answer that the app shows; Chromium logs it all the same.
        if (message.type() === 'error' && !/status of 404/.test(message.text())) complaints.push(message.text())
      })
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (/^https?:$/.test(url.protocol) && url.origin !== baseURL) complaints.push(`request to ${url.origin}`)
      })
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** The run of the old database that has one event for step_1, where others have 14 to 16. */
export const LONE_RUN = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
