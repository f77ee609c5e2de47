import type { FieldError, ProblemCode } from '#contract/errors.ts'
import type { RunId } from '#contract/ids.ts'

/** What the middleware records about a request, for its reply and log line. */
export type AppEnv = {
  readonly Variables: {
    request_id: string
    /** Pattern of the route that answered, such as `/api/runs/:run_id`; never the URL, which contains user data. */
    route: string | undefined
    failure: Failure | undefined
  }
}

/** Why a request failed, in a form safe to log: names and codes, neither messages nor values. */
export type Failure = { readonly name: string; readonly code: string }

/** A request that is answered with a problem. It is an expected outcome, hence a value and not an exception. */
export type Refusal = {
  readonly refused: ProblemCode
  readonly detail: string
  readonly errors: readonly FieldError[]
  /** Headers that belong to the status, such as `Allow` to 405. */
  readonly headers: Readonly<Record<string, string>>
  /** The runs that may be meant, if a request is ambiguous. */
  readonly candidates?: readonly RunId[]
}

export const refuse = (
  refused: ProblemCode,
  detail: string,
  errors: readonly FieldError[] = [],
  headers: Readonly<Record<string, string>> = {},
): Refusal => ({ refused, detail, errors, headers })

export const isRefusal = (answer: object): answer is Refusal => 'refused' in answer
