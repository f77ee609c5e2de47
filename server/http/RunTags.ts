import type { EndpointName } from '#contract/endpoints.ts'
import { RunId } from '#contract/ids.ts'
import type { ChangeFeed } from '#server/store/ports/changes.ts'
import { isKnownTag } from './entityTags.ts'

/**
 * Replies built only from rows of one run, which stay the same until the run is written. Excluded are the run itself,
 * which includes the name of its session and its number of findings; and a node, its reuse, and the integrity of a run,
 * which also depend on other runs.
 */
const OF_ONE_RUN = new Set<EndpointName>([
  'getDag',
  'getDagColumns',
  'getRunSummary',
  'getRunOverview',
  'listRunEvents',
  'getRunEventColumns',
  'getEvent',
  'listRunFiles',
  'getFile',
  'listRunMessages',
  'getMessage',
  'searchRun',
  'listNodeEvents',
  'getNodeEventColumns',
  'getNodeSummary',
  'listNodeFiles',
  'listNodeMessages',
  'compatNodeEvents',
  'compatNodeSummary',
  'compatNodeFiles',
])

export const isOfOneRun = (name: EndpointName): boolean => OF_ONE_RUN.has(name)

/** Entity tags of replies built from one run. */
export class RunTags {
  readonly #changes: Pick<ChangeFeed, 'stateOf'>
  readonly #build: string

  /**
   * `build`: identifies the program version, because another version may build a different reply from the same rows.
   */
  constructor(changes: Pick<ChangeFeed, 'stateOf'>, build: string) {
    this.#changes = changes
    this.#build = build
  }

  /**
   * The tag for what is read from now on; undefined if there is no such run. Get it before reading anything: a write in
   * between is then sent under the older tag, and simply requested again.
   */
  async tagOf(name: EndpointName, run_id: string | undefined): Promise<string | undefined> {
    const asked = isOfOneRun(name) ? RunId.safeParse(run_id).data : undefined
    const state = asked && (await this.#changes.stateOf(asked))
    return state && `W/"${this.#build}.${state}"`
  }
}

/**
 * Caches may store the reply but must revalidate it each time, and only the reader's own cache may store it. Compressed
 * as the client accepts.
 */
export const tagHeaders = (etag: string) => ({ etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' })

/** Whether the client has this reply. `*` is ignored: it would match any reply, even one that does not exist. */
export const isKnown = (request: Request, etag: string): boolean => {
  const known = request.headers.get('if-none-match')
  return known?.trim() !== '*' && isKnownTag(known, etag)
}
