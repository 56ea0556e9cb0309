using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Teams;

namespace Portal.Engines.Flink;

/// <summary>
/// Rows of statements that somebody still writes: a bounded query on the Flink that would run them, over the tables that a job would get. Only who
/// belongs to the teams that own the topics sees any, masked, and each preview is in the audit log with its statements. Nothing is written.
/// </summary>
public sealed class RowPreviewer(
    IFlinkClusters flinks,
    JobTopics topics,
    PreviewAccess access,
    IOptions<PreviewOptions> options,
    TimeProvider clock
) : IDisposable
{
    /// <summary>To open a session and to have the query taken: a gateway's first statement loads its planner.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(60);

    private readonly FlinkTurns _slots = new(flinks, options.Value.AtOnce, clock);

    /// <param name="on">The cluster whose Flink runs it.</param>
    /// <param name="sources">How topics are read; null: as all are.</param>
    /// <param name="line">A line of the statement that is meant; null: the last one that has rows.</param>
    /// <param name="stop">Cancelled, its job is too.</param>
    public async Task<Outcome<PreviewOutcome>> Preview(
        Caller who,
        ClusterId on,
        string statements,
        IReadOnlyList<JobSource>? sources,
        int? line,
        PreviewFrom from,
        CancellationToken stop
    )
    {
        if (statements.Length > JobSpecReview.LongestStatements)
        {
            var words = $"Statements have at most {JobSpecReview.LongestStatements:N0} characters.";
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["statements"] = words });
        }

        var script = JobScript.Draft(statements);
        var definition = new JobDefinition(statements, 1, 1, JobGuarantee.AtLeastOnce, JobStartAt.Earliest, [])
        {
            Sources = sources,
        };
        var jobId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var reading = PreviewReading.Of(from, clock.GetUtcNow());
        var tables = await topics.ForPreview(on, PreviewName.Of(jobId), definition, reading, stop);
        if (JobExplanation.Of(script, tables, []) is { Faults: { Length: > 0 } faults })
        {
            return new PreviewOutcome(null, faults, null);
        }

        if (Chosen(script, line) is not { } query)
        {
            return new PreviewOutcome(
                null,
                [],
                "No statement in it has rows: write a SELECT, or an INSERT INTO with one."
            );
        }

        var read = tables.Where(t => script.Reads.Any(r => r.Name == t.Name)).ToImmutableArray();
        if (await access.Denied(who, read, stop) is { } denied)
        {
            return Refusal.Denied(denied);
        }

        await access.Note(who, on, read, PreviewedStatements.Of(script, query, from), stop);
        // What is only written isn't this person's to see, and its query runs without it.
        var submission = JobSubmission.Of(PreviewName.Of(jobId), jobId, definition, read, from: null) with
        {
            IsRehearsal = true,
        };
        try
        {
            return await Run(on, submission, query, stop);
        }
        catch (EngineException silent)
        {
            return new PreviewOutcome(null, [], silent.Message);
        }
    }

    public void Dispose() => _slots.Dispose();

    private static SqlStatement? Chosen(JobScript script, int? line)
    {
        var queries = script.Statements.Select(QueryOfStatement.Of).OfType<SqlStatement>().ToList();
        return line is { } at
            ? queries.FindLast(q => q.Line <= at) ?? queries.FirstOrDefault()
            : queries.LastOrDefault();
    }

    private Task<PreviewOutcome> Run(
        ClusterId on,
        JobSubmission submission,
        SqlStatement query,
        CancellationToken stop
    ) =>
        _slots.Take(
            on,
            BeginsWithin + options.Value.Within,
            (flink, late) => flink.Preview(submission, query, options.Value, late),
            slow: "The SQL Gateway took too long to begin. Its first statement takes longest: try again.",
            busy: $"{options.Value.AtOnce} other previews run on this Flink. Try again.",
            stop
        );
}
