/** Tells when the screen has more or fewer pixels to a pixel of the page, as when the window is moved to another one. Returns what ends it. */
export function watchPixelRatio(tell: () => void): () => void {
  let ended = new AbortController()
  const listen = () => {
    ended = new AbortController()
    // A query names one ratio, and changes when that is no longer the screen's.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', changed, {
      once: true,
      signal: ended.signal,
    })
  }
  const changed = () => {
    listen()
    tell()
  }
  listen()
  return () => ended.abort()
}
