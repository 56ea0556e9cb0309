using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Web.Api.Clusters;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>Statements that aren't a job yet.</summary>
public sealed record ExplainRequestDto(
    [property:
        Description("SQL over cluster.topic: SELECT, INSERT INTO, and temporary views."),
        Length(1, JobSpecReview.LongestStatements)
    ]
        string Statements,
    [property: Description("Topics whose records get a key."), MaxLength(50)] IReadOnlyList<JobSinkDto>? Writes = null,
    [property: Description("How topics are read, as a job's spec has it."), MaxLength(100)]
        IReadOnlyList<JobSourceDto>? Sources = null
)
{
    internal Outcome<JobDefinition> Read() =>
        new JobSpecDto(Statements: Statements, Writes: Writes, Sources: Sources).Read();
}

/// <summary>What is wrong at a place of the statements.</summary>
public sealed record SqlFaultDto(
    [property: Description("From 1.")] int Line,
    [property: Description("From 1.")] int Column,
    string Words
);

/// <summary>How one INSERT or query would run.</summary>
public sealed record SqlPlanDto([property: Description("Where the statement begins, from 1.")] int Line, string Plan);

/// <summary>What statements mean for exactly-once.</summary>
public sealed record LintNoteDto(string Name, CheckVerdict Verdict, string Words, int? Line, int? Column)
{
    public static LintNoteDto Of(LintNote note) => new(note.Name, note.Verdict, note.Words, note.Line, note.Column);
}

/// <summary>What is known of statements that aren't a job yet.</summary>
public sealed record ExplanationDto(
    [property: Description("The topics that they name, as a job's tables.")] IReadOnlyList<JobTableDto> Tables,
    [property: Description("What has to be fixed; empty when Flink accepts them.")] IReadOnlyList<SqlFaultDto> Faults,
    IReadOnlyList<SqlPlanDto> Plans,
    IReadOnlyList<LintNoteDto> Notes,
    [property: Description("Why Flink could not check them; null when it did, or when they have faults before that.")]
        string? Unknown
)
{
    public static ExplanationDto Of(JobExplanation known) =>
        new(
            [.. known.Tables.Select(t => new JobTableDto(t.Name, t.IsWritten, t.Schema, t.Ddl, t.Problem))],
            [.. known.Faults.Select(f => new SqlFaultDto(f.Line, f.Column, f.Words))],
            [.. known.Plans.Select(p => new SqlPlanDto(p.Line, p.Text))],
            [.. known.Notes.Select(LintNoteDto.Of)],
            known.Unknown
        );
}

/// <summary>What the SQL studio does: statements checked by the Flink that would run them.</summary>
internal static class ExplainRoutes
{
    private const string Draft = "studio";

    public static void Map(RouteGroupBuilder v1) =>
        v1.MapPost("/clusters/{name}/flink/explain", Explain)
            .WithTags("Jobs")
            .Writes()
            .Refuses(404)
            .WithName("explainSql")
            .WithSummary(
                "Check statements on a cluster's Flink: errors with line and column, or the execution plan; nothing runs"
            );

    private static async Task<Results<Ok<ExplanationDto>, ProblemHttpResult>> Explain(
        string name,
        ExplainRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        JobExplainer explainer,
        CancellationToken stop
    ) =>
        request.Read() switch
        {
            Outcome<JobDefinition>.Done(var job) => await clusters.On(
                name,
                id => explainer.Explain(me.Caller, id, Draft, job, stop),
                known => TypedResults.Ok(ExplanationDto.Of(known)),
                stop
            ),
            Outcome<JobDefinition>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };
}
