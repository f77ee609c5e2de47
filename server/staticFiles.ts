import type { Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type AppEnv, refuse } from './http/context.ts'
import { problemResponse } from './http/problem.ts'

type AppFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string; readonly etag: string }
/** The built app, by path: `/index.html`, `/assets/index-4f2a.js`. */
export type AppFiles = ReadonlyMap<string, AppFile>

export const BUILD_HINT = 'The app is not built yet: run "npm run build", then start again. The API answers without it.'

/**
 * Reads the built app into memory, some megabytes, once. A request is then looked up in this table and never reaches
 * the file system, so that no path whatever can lead out of the folder. Undefined where there is no build.
 */
export async function readAppFiles(folder: string): Promise<AppFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, AppFile]> => {
        const file = join(entry.parentPath, entry.name)
        const bytes = Uint8Array.from(await readFile(file))
        const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
        const type = getMimeType(entry.name) ?? 'application/octet-stream'
        return [`/${relative(folder, file).split(sep).join('/')}`, { bytes, type, etag }]
      }),
  )
  const table = new Map(files)
  return table.has('/index.html') ? table : undefined
}

/** Serves the app's files, and its page for the paths that the app itself understands; a missing asset stays a 404. */
export function addAppFiles(app: Hono<AppEnv>, files: AppFiles | undefined): void {
  app.get('*', async (c, next) => {
    const { path } = c.req
    if (path.startsWith('/api/')) return next()
    if (files === undefined && isAppRoute(path)) return c.text(`${BUILD_HINT}\n`, 503)
    const file = files?.get(isAppRoute(path) ? '/index.html' : path)
    if (file === undefined) return next()
    const headers = { 'cache-control': cacheControl(path), etag: file.etag }
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers)
    return c.body(file.bytes, 200, {
      ...headers,
      'content-type': file.type,
      'content-length': String(file.bytes.length),
    })
  })
  app.on(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], '*', async (c, next) => {
    if (!isAppRoute(c.req.path) && !files?.has(c.req.path)) return next()
    const refusal = refuse('method_not_allowed', 'Pages can only be read: use GET or HEAD.', [], { allow: 'GET, HEAD' })
    return problemResponse(refusal, c.var.request_id)
  })
}

const isAppRoute = (path: string): boolean =>
  path === '/' || path === '/index.html' || /^\/(?:runs|integrity|connect|loose-calls)(?:\/|$)/.test(path)

/** The build puts a hash of the content into the names of its assets, so that these never change; all else may. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
