import type { FieldError } from '#contract/errors.ts'
import type * as z from 'zod/mini'
import { shortName } from './requestInput.ts'

/** Zod issues by field name, without values. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): readonly FieldError[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: shortName(key), message: 'is not a parameter of this endpoint' }))
      : [{ field: shortName(String(issue.path[0] ?? '')), message: messageOf(issue) }],
  )
}

/**
 * zod/mini has no messages of its own. If the contract gives none, the message is derived from the code of the issue.
 */
export function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is required'
  if (issue.message !== 'Invalid input') return issue.message
  if (issue.code === 'too_big') return 'is too long'
  return issue.code === 'too_small' ? 'is too short' : 'is not valid'
}

/** `run_id is required; limit …`, for the detail of a problem. */
export const sentenceOf = (errors: readonly FieldError[]): string =>
  errors.map(({ field, message }) => (message.startsWith(field) ? message : `${field} ${message}`)).join('; ')
