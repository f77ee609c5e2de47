import type { Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { acceptedCoding, type Coding } from './http/acceptedCoding.ts'
import { type AppEnv, refuse } from './http/context.ts'
import { isKnownTag, weakTag } from './http/entityTags.ts'
import { problemResponse } from './http/problem.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** `packed`: the compressed variants from the build, if any. */
type AppFile = {
  readonly bytes: Bytes
  readonly packed: Readonly<Partial<Record<Coding, Bytes>>>
  readonly type: string
  readonly etag: string
}
/** The built app by path: `/index.html`, `/assets/index-4f2a.js`. */
export type AppFiles = ReadonlyMap<string, AppFile>

export const BUILD_HINT = 'The app is not built. Run "npm run build" and restart. The API works without it.'

/**
 * Reads the built app into memory once; it is a few megabytes. Requests are looked up in this table and never reach
 * the file system, so no path can escape the folder. Undefined if there is no build.
 */
export async function readAppFiles(folder: string): Promise<AppFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const contents = new Map(
    await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }): Promise<[string, Bytes]> => {
          const file = join(parentPath, name)
          return [`/${relative(folder, file).split(sep).join('/')}`, Uint8Array.from(await readFile(file))]
        }),
    ),
  )
  const table = new Map<string, AppFile>()
  for (const [path, bytes] of contents) {
    if (contents.has(path.replace(/\.(?:br|gz)$/, '')) && /\.(?:br|gz)$/.test(path)) continue
    const [br, gzip] = [contents.get(`${path}.br`), contents.get(`${path}.gz`)]
    table.set(path, {
      bytes,
      packed: { ...(br && { br }), ...(gzip && { gzip }) },
      type: getMimeType(path) ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    })
  }
  return table.has('/index.html') ? table : undefined
}

/**
 * Serves the app's files, and its page for the paths that the app routes itself. Any other path is a 404: as the app's
 * page if a browser navigates to it, else as a problem.
 */
export function addAppFiles(app: Hono<AppEnv>, files: AppFiles | undefined): void {
  app.get('*', async (c, next) => {
    const { path } = c.req
    if (path.startsWith('/api/')) return next()
    if (files === undefined && isAppRoute(path)) return c.text(`${BUILD_HINT}\n`, 503)
    const known = files?.get(isAppRoute(path) ? '/index.html' : path)
    // A person who follows a wrong link gets the app, which says that there is no such page; a program gets a problem.
    const file = known ?? (isNavigation(c.req.header('accept')) ? files?.get('/index.html') : undefined)
    if (file === undefined) return next()
    const status = known ? 200 : 404
    const coding = acceptedCoding(c.req.header('accept-encoding') ?? null, codingsOf(file))
    const headers = {
      'cache-control': cacheControl(path),
      etag: coding ? weakTag(file.etag) : file.etag,
      ...(codingsOf(file).length > 0 && { vary: 'accept-encoding' }),
    }
    if (known && isKnownTag(c.req.header('if-none-match') ?? null, file.etag)) return c.body(null, 304, headers)
    const bytes = (coding && file.packed[coding]) ?? file.bytes
    return c.body(bytes, status, {
      ...headers,
      ...(coding && { 'content-encoding': coding }),
      'content-type': file.type,
      'content-length': String(bytes.length),
    })
  })
  app.on(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], '*', async (c, next) => {
    if (!isAppRoute(c.req.path) && !files?.has(c.req.path)) return next()
    const refusal = refuse('method_not_allowed', 'Pages accept only GET or HEAD.', [], { allow: 'GET, HEAD' })
    return problemResponse(refusal, c.var.request_id)
  })
}

/** Browsers ask for pages by this type; for scripts, images and data they do not. */
const isNavigation = (accept: string | undefined): boolean => accept?.includes('text/html') ?? false

const codingsOf = ({ packed }: AppFile) => (['br', 'gzip'] as const).filter((coding) => packed[coding])

const isAppRoute = (path: string): boolean =>
  path === '/' ||
  path === '/index.html' ||
  /^\/(?:runs|integrity|connect|unassigned-calls|loose-calls)(?:\/|$)/.test(path)

/** The build puts a content hash into the names of assets, so they never change. All other files may. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
