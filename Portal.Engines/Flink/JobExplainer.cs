using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Teams;

namespace Portal.Engines.Flink;

/// <summary>
/// Statements that somebody still writes, as the Flink sees them that would run them: the same tables, the same SQL Gateway and the same
/// sentences as when a plan is computed. Nothing runs and nothing is stored.
/// </summary>
public sealed class JobExplainer(IFlinkClusters flinks, JobTopics topics, JobNotes notes, TimeProvider clock)
    : IDisposable
{
    /// <summary>A gateway's first statement loads its planner, which takes half a minute on a busy machine.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>More people than these are served one after the other at a gateway: each takes a session of it.</summary>
    private const int MostAtOnce = 6;

    private readonly FlinkTurns _sessions = new(flinks, MostAtOnce, clock);

    /// <param name="on">The cluster whose Flink would run them.</param>
    /// <param name="job">What it is to be called, as far as that is known.</param>
    public async Task<Outcome<JobExplanation>> Explain(
        Caller who,
        ClusterId on,
        string job,
        JobDefinition definition,
        CancellationToken stop
    )
    {
        if (Authority.May(who, new CallerAction.ExplainSql()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (definition.Statements.Length > JobSpecReview.LongestStatements)
        {
            var words = $"Statements have at most {JobSpecReview.LongestStatements:N0} characters.";
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["statements"] = words });
        }

        var script = JobScript.Draft(definition.Statements);
        var tables = await topics.Requested(on, job, definition, PlannedTopics.None, stop);
        var known = JobExplanation.Of(script, tables, await notes.Of(on, definition, stop));
        if (known.Faults.Length > 0)
        {
            return known;
        }

        if (script.Statements.IsEmpty)
        {
            return known with { Unknown = "There is no statement in it." };
        }

        try
        {
            var submission = JobSubmission.Of(job, JobSubmission.NoJob, definition, tables, from: null);
            var (plans, faults) = await Explain(on, submission, stop);
            return known with { Plans = plans, Faults = faults };
        }
        catch (EngineException silent)
        {
            return known with { Unknown = silent.Message };
        }
    }

    public void Dispose() => _sessions.Dispose();

    private Task<SqlExplanation> Explain(ClusterId on, JobSubmission submission, CancellationToken stop) =>
        _sessions.Take(
            on,
            Within,
            (flink, late) => flink.Explain(submission, late),
            slow: $"The SQL Gateway has not answered within {Within.TotalSeconds:0}\u00A0s. Its first statement takes longest: try again.",
            busy: $"{MostAtOnce} others had statements checked there for {Within.TotalSeconds:0}\u00A0s. Try again.",
            stop
        );
}
