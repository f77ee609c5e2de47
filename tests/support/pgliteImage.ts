import { PGlite } from '@electric-sql/pglite'
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * An empty database of PGlite, made once and kept: initdb takes five seconds of processor time, and hundreds of tests need a
 * database of their own.
 */

const ROOT = new URL('../../', import.meta.url)

/** `folder` is a database folder; `tar` is the same as an archive. */
type Image = { readonly folder: string; readonly tar: string }

async function placeOfImage(): Promise<string> {
  const manifest = await readFile(new URL('node_modules/@electric-sql/pglite/package.json', ROOT), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  return fileURLToPath(new URL(`node_modules/.cache/runlens-tests/pglite-${version}`, ROOT))
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Makes the image where it is missing. Several processes may do so at once: the first one's stays. */
export async function pgliteImage(): Promise<Image> {
  const place = await placeOfImage()
  const image = { folder: join(place, 'database'), tar: join(place, 'database.tar') }
  if (await exists(place)) return image
  await mkdir(join(place, '..'), { recursive: true })
  const making = await mkdtemp(`${place}-`)
  try {
    const db = await PGlite.create(join(making, 'database'))
    await db.exec('checkpoint')
    const tar = await db.dumpDataDir('none')
    await db.close()
    await writeFile(join(making, 'database.tar'), new Uint8Array(await tar.arrayBuffer()))
    await rename(making, place)
  } catch (error) {
    if (!(await exists(place))) throw error
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return image
}

/** Puts an empty database into a data folder of Runlens, so that a server which opens it need not run initdb. */
export async function seedDataDir(dataDir: string): Promise<void> {
  const { folder } = await pgliteImage()
  await cp(folder, join(dataDir, 'database'), { recursive: true })
}
