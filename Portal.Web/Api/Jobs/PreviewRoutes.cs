using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Engines.Flink;
using Portal.Web.Api.Authentication;
using Portal.Web.Api.Clusters;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>Statements whose rows are to be seen.</summary>
public sealed record PreviewRequestDto(
    [property:
        Description("SQL over cluster.topic: SELECT, INSERT INTO, and temporary views. Of an INSERT its query is run."),
        Length(1, JobSpecReview.LongestStatements)
    ]
        string Statements,
    [property: Description("A line of the statement that is meant, from 1. Null: the last one that has rows.")]
        int? Line = null,
    [property: Description("From where topics are read. It ends where they end when it begins.")]
        PreviewFrom From = PreviewFrom.Earliest,
    [property: Description("How topics are read, as a job's spec has it."), MaxLength(100)]
        IReadOnlyList<JobSourceDto>? Sources = null
)
{
    internal Outcome<JobDefinition> Read() => new JobSpecDto(Statements: Statements, Sources: Sources).Read();
}

/// <summary>A column of a query.</summary>
public sealed record PreviewColumnDto(string Name, [property: Description("Flink's word for its type.")] string Type);

/// <summary>Rows that a query gives now.</summary>
public sealed record PreviewDto(
    IReadOnlyList<PreviewColumnDto> Columns,
    [property: Description("By column; null for NULL. Masked: each letter is a, each digit 9, a boolean is •••.")]
        IReadOnlyList<IReadOnlyList<string?>> Rows,
    [property: Description(
        "`whole`: all that the topics had was read; `most-rows`: it has as many rows as a preview may; `time`: its time was over. Null without rows."
    )]
        PreviewEnd? End,
    [property: Description("Milliseconds, from when Flink began to run it. Null without rows.")] long? TookMs,
    [property: Description("What has to be fixed; empty when Flink accepts the statements.")]
        IReadOnlyList<SqlFaultDto> Faults,
    [property: Description("Why Flink gave no rows; null when it did, or when there are faults.")] string? Unknown
)
{
    public static PreviewDto Of(PreviewOutcome outcome) =>
        new(
            [.. (outcome.Rows?.Columns ?? []).Select(c => new PreviewColumnDto(c.Name, c.Type))],
            [.. (outcome.Rows?.Rows ?? []).Select(row => (IReadOnlyList<string?>)[.. row])],
            outcome.Rows?.End,
            (long?)outcome.Rows?.Took.TotalMilliseconds,
            [.. outcome.Faults.Select(f => new SqlFaultDto(f.Line, f.Column, f.Words))],
            outcome.Unknown
        );
}

/// <summary>What the SQL studio does: rows of a query that isn't a job yet.</summary>
internal static class PreviewRoutes
{
    // Not by Idempotency-Key: the rows would be kept, and be given again to somebody who may not see them any more.
    public static void Map(RouteGroupBuilder v1) =>
        v1.MapPost("/clusters/{name}/flink/preview", Preview)
            .WithTags("Jobs")
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .Refuses(404, 409, 413, 415, 422)
            .WithName("previewRows")
            .WithSummary(
                "Run a query on a cluster's Flink for some seconds and get rows, masked; nothing is written, and its job is cancelled"
            );

    private static async Task<Results<Ok<PreviewDto>, ProblemHttpResult>> Preview(
        string name,
        PreviewRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        RowPreviewer previewer,
        CancellationToken stop
    ) =>
        request.Read() switch
        {
            Outcome<JobDefinition>.Done(var job) => await clusters.On(
                name,
                id => previewer.Preview(me.Caller, id, job.Statements, job.Sources, request.Line, request.From, stop),
                outcome => TypedResults.Ok(PreviewDto.Of(outcome)),
                stop
            ),
            Outcome<JobDefinition>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };
}
