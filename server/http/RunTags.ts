import type { EndpointName } from '#contract/endpoints.ts'
import { RunId } from '#contract/ids.ts'
import type { ChangeFeed } from '#server/store/ports/changes.ts'
import { isKnownTag } from './entityTags.ts'

/**
 * Replies that are made of nothing but rows of one run, and so are the same until the run is written. Not among them: the run
 * itself, which bears the name of its session and the number of its findings; a node, its reuse and the integrity of a run,
 * which tell of other runs too.
 */
const OF_ONE_RUN = new Set<EndpointName>([
  'getDag',
  'getDagColumns',
  'getRunSummary',
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

/** Entity tags of replies that are made of one run. */
export class RunTags {
  readonly #changes: Pick<ChangeFeed, 'stateOf'>
  readonly #build: string

  /** `build`: another text for another program, which may make another reply of the same rows. */
  constructor(changes: Pick<ChangeFeed, 'stateOf'>, build: string) {
    this.#changes = changes
    this.#build = build
  }

  /**
   * The tag of what is read from now on; undefined where there is no such run. To be asked for before anything is read: what
   * is written between the two is sent under the older tag, and asked for once more.
   */
  async tagOf(name: EndpointName, run_id: string | undefined): Promise<string | undefined> {
    const asked = isOfOneRun(name) ? RunId.safeParse(run_id).data : undefined
    const state = asked && (await this.#changes.stateOf(asked))
    return state && `W/"${this.#build}.${state}"`
  }
}

/**
 * Caches keep the reply and ask each time whether it still is the one; nobody else than the reader may keep it. It is packed
 * as the client takes it.
 */
export const tagHeaders = (etag: string) => ({ etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' })

/** Whether the client has this very reply. `*` would be any, also of what there is not. */
export const isKnown = (request: Request, etag: string): boolean => {
  const known = request.headers.get('if-none-match')
  return known?.trim() !== '*' && isKnownTag(known, etag)
}
