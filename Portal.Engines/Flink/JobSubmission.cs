using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;

namespace Portal.Engines.Flink;

/// <summary>A run to be started.</summary>
/// <param name="JobId">The id it is to have, which follows from the run of the change that starts it.</param>
/// <param name="Tables">CREATE TABLE for each topic.</param>
/// <param name="Clusters">The names under which the tables lie.</param>
/// <param name="From">The savepoint or checkpoint it starts from; null: without state.</param>
public sealed record JobSubmission(
    string Name,
    string JobId,
    JobDefinition Definition,
    ImmutableArray<string> Clusters,
    ImmutableArray<string> Tables,
    string? From
)
{
    /// <summary>The id of no job: for what is only explained.</summary>
    public static readonly string NoJob = new('0', 32);

    public static JobSubmission Of(
        string name,
        string jobId,
        JobDefinition definition,
        ImmutableArray<JobTable> tables,
        string? from
    ) =>
        new(
            name,
            jobId,
            definition,
            [.. tables.Select(t => t.Database).Distinct(StringComparer.Ordinal)],
            [.. tables.Select(t => t.Ddl).OfType<string>()],
            from
        );
}

/// <summary>A run that is stopped with a savepoint.</summary>
/// <param name="Mark">Unique to the run of the change that stops it: names the folder and the request.</param>
public sealed record JobStop(string Name, string JobId, string Mark);
