using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>
/// Rows that a table of upserts keeps though the query withdrew them. A comparison with a subquery of one value is a join without a key; written by the
/// key of its rows, Flink plans it without the rows' former values (its changelog has no UPDATE_BEFORE), so one that doesn't compare any more isn't
/// removed. Tried on Flink 2.2; where the rows have no such key, or are grouped once more, it plans the former values too.
/// </summary>
internal sealed class UpsertLint
{
    private const string StaleRows = "stale-rows";
    private const int Deepest = 20;
    private static readonly string[] Keyed = ["GROUP", "DISTINCT", "OVER"];
    private readonly HashSet<string> _upserts;
    private readonly Dictionary<string, IReadOnlyList<SqlToken>> _views = new(StringComparer.OrdinalIgnoreCase);

    private UpsertLint(IEnumerable<string> upserts) => _upserts = new(upserts, StringComparer.Ordinal);

    public static IEnumerable<LintNote> Of(JobDefinition definition)
    {
        var upserts = definition.Writes.Where(w => w.Upsert).Select(w => w.Table).ToList();
        return upserts.Count == 0 ? [] : new UpsertLint(upserts).Notes(SqlLexer.Read(definition.Statements)).Take(1);
    }

    private IEnumerable<LintNote> Notes(IReadOnlyList<SqlToken> all)
    {
        foreach (var statement in JobScript.Split(all))
        {
            if (statement is [_, _, var view, var name, ..] && view.Is("VIEW"))
            {
                _views[name.Value] = [.. statement.Skip(5)];
            }
            else if (
                statement is [var insert, _, var cluster, _, var topic, ..]
                && insert.Is("INSERT")
                && _upserts.Contains($"{cluster.Value}.{topic.Value}")
                && Stale([.. statement.Skip(5).SkipWhile(t => !t.Is("SELECT") && !t.Is("WITH"))]) is { } at
            )
            {
                yield return new(
                    StaleRows,
                    CheckVerdict.NeedsOverride,
                    $"What is written to {cluster.Value}.{topic.Value} compares with a subquery whose value changes, and Flink doesn't remove rows that no longer compare: they stay in the topic. Group what is written once more by its key, as SELECT id, MAX(n) FROM (…) GROUP BY id; then they are removed.",
                    at.Line,
                    at.Column
                );
            }
        }
    }

    /// <summary>Where its rows may be withdrawn unseen; null where they aren't.</summary>
    private SqlToken? Stale(IReadOnlyList<SqlToken> query, int depth = 0)
    {
        // A view may name itself by mistake: what is that deep isn't looked at.
        if (depth > Deepest)
        {
            return null;
        }

        foreach (var select in QueryClauses.Of(Common(query)))
        {
            var sources = Sources(select["FROM"]).ToList();
            var found =
                select["GROUP"].Count > 0 ? SubqueryComparison.In(select["HAVING"])
                : select.IsGrouped ? null
                : (sources.Exists(HasKey) ? SubqueryComparison.In(select["WHERE"]) : null)
                    ?? sources.Select(inner => Stale(inner, depth + 1)).FirstOrDefault(inner => inner is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    // WITH a AS (…), b AS (…) SELECT …: names of views within the statement.
    private IReadOnlyList<SqlToken> Common(IReadOnlyList<SqlToken> query)
    {
        if (query is not [var with, ..] || !with.Is("WITH"))
        {
            return query;
        }

        var i = 1;
        while (i + 2 < query.Count && query[i].IsName && query[i + 1].Is("AS") && query[i + 2].Is("("))
        {
            var within = QueryClauses.Within(query, i + 2);
            _views[query[i].Value] = within;
            i += within.Count + 4;
            i += i < query.Count && query[i].Is(",") ? 1 : 0;
        }

        return [.. query.Skip(i)];
    }

    /// <summary>What a FROM reads that is a query: a subquery, or a view; a topic of upserts as itself.</summary>
    private IEnumerable<IReadOnlyList<SqlToken>> Sources(IReadOnlyList<SqlToken> from)
    {
        var depth = 0;
        for (var i = 0; i < from.Count; i++)
        {
            var begins = depth == 0 && (i == 0 || from[i - 1].Is("JOIN") || from[i - 1].Is(","));
            if (begins && from[i].Is("("))
            {
                yield return QueryClauses.Within(from, i);
            }
            else if (begins && i + 2 < from.Count && from[i + 1].Is("."))
            {
                yield return [from[i], from[i + 1], from[i + 2]];
            }
            else if (begins && from[i].IsName && _views.TryGetValue(from[i].Value, out var view))
            {
                yield return view;
            }

            depth +=
                from[i].Is("(") ? 1
                : from[i].Is(")") ? -1
                : 0;
        }
    }

    private bool HasKey(IReadOnlyList<SqlToken> source) =>
        source is [var cluster, var dot, var topic] && dot.Is(".")
            ? _upserts.Contains($"{cluster.Value}.{topic.Value}")
            : source.Any(token => Keyed.Any(token.Is));
}
