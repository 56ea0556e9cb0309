using System.Collections.Immutable;

namespace Portal.Core.Jobs.Sql;

/// <summary>
/// Topics that statements write, where they name them once more. A place of which nobody here knows that a table stands there would be read without its
/// owner's approval: so whatever is written counts as read too wherever else it stands.
/// </summary>
internal static class NamedElsewhere
{
    /// <param name="tables">All that were found where tables stand.</param>
    /// <returns>Once each, without those that are known to be read.</returns>
    public static ImmutableArray<JobTableName> Of(
        IReadOnlyList<IReadOnlyList<SqlToken>> statements,
        IReadOnlyList<JobTableName> tables
    )
    {
        var written = tables.Where(t => t.IsWritten).Select(t => (t.Cluster, t.Topic)).ToHashSet();
        written.ExceptWith(tables.Where(t => !t.IsWritten).Select(t => (t.Cluster, t.Topic)));
        return
        [
            .. (
                from statement in statements
                from at in Enumerable.Range(0, Math.Max(0, statement.Count - 2))
                let first = statement[at]
                where first.IsName && statement[at + 1].Is(".") && statement[at + 2].IsName
                where written.Contains((first.Value, statement[at + 2].Value))
                where !StatementReading.IsTarget(statement, at)
                select new JobTableName(
                    first.Value,
                    statement[at + 2].Value,
                    IsWritten: false,
                    first.Line,
                    first.Column
                )
            ).DistinctBy(t => t.Name),
        ];
    }
}
