/**
 * Calls `tell` when the device pixel ratio changes, for instance when the window moves to another screen. Returns a
 * function that stops watching.
 */
export function watchPixelRatio(tell: () => void): () => void {
  let ended = new AbortController()
  const listen = () => {
    ended = new AbortController()
    // A media query names one ratio, and changes when the screen's ratio differs from it.
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
