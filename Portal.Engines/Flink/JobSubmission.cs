using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql.Hints;
using Portal.Core.Jobs.Tables;

namespace Portal.Engines.Flink;

/// <summary>A run to be started.</summary>
/// <param name="JobId">The id it is to have, which follows from the run of the change that starts it.</param>
/// <param name="Tables">CREATE TABLE for each topic; what they sign in with is put in when they are sent.</param>
/// <param name="Clusters">The names under which the tables lie.</param>
/// <param name="Inserts">That aren't among the job's statements: what writes its dead letters.</param>
/// <param name="From">The savepoint or checkpoint it starts from; null: without state.</param>
/// <param name="IsRehearsal">It leaves no checkpoints behind when it ends.</param>
public sealed record JobSubmission(
    string Name,
    string JobId,
    JobDefinition Definition,
    ImmutableArray<string> Clusters,
    ImmutableArray<TableStatement> Tables,
    ImmutableArray<string> Inserts,
    string? From,
    bool IsRehearsal = false
)
{
    /// <summary>Its tables as its statements name them.</summary>
    public ImmutableArray<KnownTable> Known { get; init; } = [];

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
            definition with
            {
                Schemas = [.. tables.SelectMany(t => t.Versions)],
            },
            [.. tables.Select(t => t.Database).Distinct(StringComparer.Ordinal)],
            [.. tables.SelectMany(t => new[] { t.Statement, t.Raw }).OfType<TableStatement>()],
            [.. tables.Select(t => t.Insert).OfType<string>()],
            from
        )
        {
            Known = [.. tables.Select(t => new KnownTable(t.Name, t.IsWritten, [.. t.Columns.Select(c => c.Name)]))],
        };
}

/// <summary>A savepoint of a run: the run is stopped with it, or goes on.</summary>
/// <param name="Name">The job that starts from it: its folder lies under this name.</param>
/// <param name="Mark">Unique to the run of the change that takes it: names the folder and the request.</param>
public sealed record JobSavepoint(string Name, string JobId, string Mark);
