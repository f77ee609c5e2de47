import { TALLY_WORDS_MAX } from '#contract/summaries.ts'

/**
 * A maintained count from the view `figures`, see migration 0022, as a scalar in another select. Without `word`, the
 * sum over all words.
 */
export const keptCount = (kind: string, word?: string): string =>
  `(select coalesce(sum(amount), 0)::bigint from figures where kind = '${kind}'${word === undefined ? '' : ` and word = '${word}'`})`

/**
 * The words of a kind with their counts, as JSON: most frequent first, then by code point. Reads the most frequent
 * folded words plus one more for each word that changed since, because a changed word may have dropped in rank.
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
