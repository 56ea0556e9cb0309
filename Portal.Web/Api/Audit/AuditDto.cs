using System.ComponentModel;
using System.Text.Json;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Teams;

namespace Portal.Web.Api.Audit;

/// <summary>One act, as it was written down when it was done.</summary>
public sealed record AuditEventDto(
    long Id,
    [property: Description("Its place in the chain; null until it is sealed, some seconds later.")] long? Number,
    DateTimeOffset At,
    string Actor,
    ActorVia Via,
    string? OnBehalfOf,
    [property: Description("A dotted word: change.submitted, vote.cast, step.done, cluster.registered, …")] string Kind,
    long? Change,
    string Subject,
    string Words,
    [property: Description(
        "Of a vote: the plan's number and hash, the verdict, the step and the comment. Of a plan that was checked (plan.checked) and of the one that a run began with (run.started): its number and hash, its risk, how many approvals it requires, and the SHA-256 of its evidence. Of a request, also an edited one: title, reason, owner and what was wanted of each resource. Of a preview of rows: its query, the views beside it, each at most 4,000 characters, and from where topics were read. Of whatever was done with an API token: its number, as `token`."
    )]
        JsonElement? Data
)
{
    public static AuditEventDto Of(AuditEntry entry) =>
        new(
            entry.Event.Id,
            entry.Number,
            entry.Event.At,
            entry.Event.Actor.Name,
            entry.Event.Actor.Via,
            entry.Event.Actor.OnBehalfOf,
            entry.Event.Kind,
            entry.Event.ChangeId?.Value,
            entry.Event.Subject,
            entry.Event.Words,
            entry.Event.Data is { } data ? JsonSerializer.Deserialize<JsonElement>(data) : null
        );
}

/// <summary>Whether the log is what was sealed.</summary>
public sealed record AuditVerificationDto(
    [property: Description(
        "False where a link broke, and in the last part also where an event has waited longer than 10\u00a0minutes for its seal. What was signed outside the database isn't looked at here: whether the log was rewritten or cut off is found by `dotnet Portal.Workers.dll audit verify`, or `./portal audit verify`."
    )]
        bool Holds,
    [property: Description("How many links hold, from the first one on.")] long Sealed,
    [property: Description("The number of the last link that was looked at.")] long To,
    [property: Description(
        "The number of the first link that is missing or whose event isn't what was sealed; null when all hold."
    )]
        long? FirstBreak,
    [property: Description(
        "How many of the newest events should have been sealed by now and aren't; null while there is a next part."
    )]
        long? NotSealed,
    [property: Description("When the first of these happened; null when there are none.")]
        DateTimeOffset? NotSealedSince,
    [property: Description("What to send as `after` for the next part; null when this was the last, or a link broke.")]
        long? Next
)
{
    public static AuditVerificationDto Of(AuditVerification seen) =>
        new(
            seen.Holds,
            seen.Sealed,
            seen.To,
            seen.FirstBreak,
            seen.Open?.Count,
            seen.Open?.Since,
            seen.Open is null ? seen.To : null
        );
}
