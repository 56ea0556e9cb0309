using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;

namespace Portal.Core.Jobs;

/// <summary>What is known of statements that aren't a job yet.</summary>
/// <param name="Tables">The topics that they name, as the tables that a job would get.</param>
/// <param name="Faults">What has to be fixed, at its place in the text.</param>
/// <param name="Plans">How each insert and query would run, as Flink puts it; none while a table or the text has a fault.</param>
/// <param name="Notes">What they mean for exactly-once.</param>
/// <param name="Unknown">Why Flink hasn't been able to say; null when it has, or when it wasn't sent to it.</param>
public sealed record JobExplanation(
    ImmutableArray<JobTable> Tables,
    ImmutableArray<SqlFault> Faults,
    ImmutableArray<SqlPlan> Plans,
    ImmutableArray<LintNote> Notes,
    string? Unknown
)
{
    /// <summary>By the text and the topics alone: without a fault it is for Flink to say.</summary>
    public static JobExplanation Of(JobScript script, ImmutableArray<JobTable> tables, IEnumerable<LintNote> notes)
    {
        var problems = tables.Where(t => t.Problem is not null).ToDictionary(t => t.Name, t => t.Problem!);
        ImmutableArray<SqlFault> faults =
        [
            .. script
                .Faults.Concat(
                    script
                        .Tables.Where(t => problems.ContainsKey(t.Name))
                        .DistinctBy(t => t.Name)
                        .Select(t => new SqlFault(t.Line, t.Column, $"{t.Name}: {problems[t.Name]}"))
                )
                .OrderBy(fault => (fault.Line, fault.Column)),
        ];
        return new(tables, faults, [], [.. notes], null);
    }
}
