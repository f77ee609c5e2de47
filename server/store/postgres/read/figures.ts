import { TALLY_WORDS_MAX } from '#contract/summaries.ts'

/** A kept count of the view `figures`, see migration 0022, as a value in another select; of all words where none is given. */
export const keptCount = (kind: string, word?: string): string =>
  `(select coalesce(sum(amount), 0)::bigint from figures where kind = '${kind}'${word === undefined ? '' : ` and word = '${word}'`})`

/**
 * The words of a kind and how often each occurs, as JSON: most frequent first, then by code point. The most frequent of what
 * is folded, and whatever changed since: so many more are looked at as words changed, for each may have lost its place.
 */
export const keptTally = (kind: string): string => `(
  with changed as materialized (
    select word, sum(amount) as amount from count_changes where kind = '${kind}' group by word
  ), likely as (
    (select word, amount from kept_counts where kind = '${kind}' and amount > 0
      order by amount desc, word limit ${TALLY_WORDS_MAX} + (select count(*) from changed))
    union
    select changed.word, coalesce(kept.amount, 0) from changed left join kept_counts kept on kept.kind = '${kind}' and kept.word = changed.word
  ), tally as (
    select word as value, (likely.amount + coalesce(changed.amount, 0))::bigint as count
    from likely left join changed using (word)
    where likely.amount + coalesce(changed.amount, 0) > 0
    order by 2 desc, 1 limit ${TALLY_WORDS_MAX}
  )
  select coalesce(json_agg(json_build_object('value', value, 'count', count) order by count desc, value), '[]') from tally
)`
