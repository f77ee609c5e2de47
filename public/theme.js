// Runs before the first paint, so that a dark page never flashes white. A file of its own, since inline scripts are forbidden here.
try {
  const stored = localStorage.getItem('runlens-color-scheme')
  const dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  // Storage may be blocked; the page then starts light and follows once the app runs.
}
