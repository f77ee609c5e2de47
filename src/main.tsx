import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod/mini'
import { App } from './app/App.tsx'
import { AppProviders } from './app/AppProviders.tsx'
import { connectHistory, createNavigationStore } from './navigation/navigationStore.ts'

// Zod would compile its schemas with `new Function`, which the content security policy forbids.
config({ jitless: true })

// `npm run dev`: the mock API, in this page. The branch and all behind it are absent from a build.
if (import.meta.env.MODE === 'mock') {
  const { startMockApi } = await import('#mocks/browser.ts')
  await startMockApi()
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const navigation = createNavigationStore(window)
connectHistory(navigation, window)

createRoot(root).render(
  <StrictMode>
    <AppProviders navigation={navigation}>
      <App />
    </AppProviders>
  </StrictMode>,
)
