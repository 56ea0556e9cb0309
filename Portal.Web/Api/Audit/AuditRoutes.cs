using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Web.Identity;

namespace Portal.Web.Api.Audit;

/// <summary>What the log is narrowed to, as it stands in the query.</summary>
internal sealed record AuditSearch
{
    [FromQuery(Name = "change"), Description("A change's id.")]
    public long? Change { get; init; }

    [FromQuery(Name = "actor"), Description("A handle: who did it, or for whom it was done.")]
    public string? Actor { get; init; }

    [FromQuery(Name = "from"), Description("At this moment or later.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Before this moment.")]
    public DateTimeOffset? To { get; init; }

    [FromQuery(Name = "after"), Description("`next` of the page before.")]
    public long? After { get; init; }

    [
        FromQuery(Name = "sealedAfter"),
        Description(
            "For an export of the whole log: sealed events alone, in the order in which they were sealed, which nothing comes into later. The `number` of the last event that you have, or `next` of the page before; 0 begins at the first. With `limit` alone."
        )
    ]
    public long? SealedAfter { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    // The store takes times in UTC alone.
    public AuditFilter Filter =>
        new(Change is { } id ? new ChangeId(id) : null, Actor, From?.ToUniversalTime(), To?.ToUniversalTime());

    // Times and ids have another order than the chain, and an export in which something is missing is none.
    public Refusal? Contradiction =>
        SealedAfter is not null && (Change, Actor, From, To, After) is not (null, null, null, null, null)
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["sealedAfter"] =
                        "sealedAfter reads the whole log in the order in which it was sealed. Leave out change, actor, from, to and after.",
                }
            )
            : null;
}

/// <summary>The audit log, for auditors and platform.</summary>
internal static class AuditRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var audit = v1.MapGroup("/audit").WithTags("Audit");
        audit
            .MapGet("", List)
            .Refuses(422)
            .WithName("listAuditEvents")
            .WithSummary("Who did what, newest first, or with `sealedAfter` in the order in which it was sealed");
        audit
            .MapGet("/verification", Verify)
            .WithName("verifyAudit")
            .WithSummary(
                $"Go through the chain of sealed events, {AuditLog.MostLinks} at a time, and report whether it holds"
            );
    }

    private static async Task<Results<Ok<Page<AuditEventDto>>, ProblemHttpResult>> List(
        [AsParameters] AuditSearch search,
        Me me,
        AuditLog log,
        CancellationToken stop
    )
    {
        if (search.Contradiction is { } contradiction)
        {
            return Problem.Of(contradiction);
        }

        var size = Paging.Size(search.Limit);
        return search.SealedAfter is { } number
            ? await log.Sealed(me.Caller, number, size + 1, stop)
                .Answer(rows =>
                    TypedResults.Ok(Paging.Of(rows, size, AuditEventDto.Of, row => Paging.Key(row.Number!.Value)))
                )
            : await log.Page(me.Caller, search.Filter, search.After, size + 1, stop)
                .Answer(rows =>
                    TypedResults.Ok(Paging.Of(rows, size, AuditEventDto.Of, row => Paging.Key(row.Event.Id)))
                );
    }

    private static Task<Results<Ok<AuditVerificationDto>, ProblemHttpResult>> Verify(
        [FromQuery, Description("`next` of the answer before; nothing begins at the first event.")] long? after,
        Me me,
        AuditLog log,
        CancellationToken stop
    ) => log.Verify(me.Caller, after ?? 0, stop).Answer(seen => TypedResults.Ok(AuditVerificationDto.Of(seen)));
}
