import { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { openPgliteStore } from '#server/store/postgres/engine/openStore.ts'

/*
 * New databases of PGlite, made once and kept: initdb takes five seconds of processor time, the migrations another one, and
 * hundreds of tests need a database of their own.
 */

const ROOT = new URL('../../', import.meta.url)

/** `empty` has no schema; `migrated` has the newest, and no rows but those of the migrations. */
export type ImageKind = 'empty' | 'migrated'

/** `folder` is a database folder; `tar` is the same as an archive. */
type Image = { readonly folder: string; readonly tar: string }

async function placeOf(kind: ImageKind): Promise<string> {
  const manifest = await readFile(new URL('node_modules/@electric-sql/pglite/package.json', ROOT), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  const hash = createHash('sha256').update(version)
  if (kind === 'migrated') for (const { checksum } of await readMigrations()) hash.update(checksum)
  const name = `pglite-${kind}-${hash.digest('hex').slice(0, 12)}`
  return fileURLToPath(new URL(`node_modules/.cache/runlens-tests/${name}`, ROOT))
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Makes the image where it is missing. Several processes may do so at once: the first one's stays. */
export async function pgliteImage(kind: ImageKind): Promise<Image> {
  const place = await placeOf(kind)
  const image = { folder: join(place, 'database'), tar: join(place, 'database.tar') }
  if (await exists(place)) return image
  await mkdir(join(place, '..'), { recursive: true })
  const making = await mkdtemp(`${place}-`)
  try {
    if (kind === 'migrated') await (await openPgliteStore({ dataDir: making })).close()
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

/** Puts a migrated database into a data folder of Runlens, so that a server which opens it starts at once. */
export async function seedDataDir(dataDir: string): Promise<void> {
  const { folder } = await pgliteImage('migrated')
  await cp(folder, join(dataDir, 'database'), { recursive: true })
}
