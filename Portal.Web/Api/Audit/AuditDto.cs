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
        "Of a vote: the plan's number and hash, the verdict, the step and the comment. Of a request, also an edited one: title, reason, owner and what was wanted of each resource. Of a preview of rows: its query, the views beside it, each at most 4,000 characters, and from where topics were read."
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
    bool Holds,
    [property: Description("How many links hold, from the first one on.")] long Sealed,
    [property: Description("The number of the last link that was looked at.")] long To,
    [property: Description(
        "The number of the first link that is missing or whose event isn't what was sealed; null when all hold."
    )]
        long? FirstBreak,
    [property: Description("What to send as `after` for the next part; null when this was the last, or a link broke.")]
        long? Next
)
{
    public static AuditVerificationDto Of(AuditVerification seen, long after) =>
        new(
            seen.FirstBreak is null,
            seen.Sealed,
            seen.To,
            seen.FirstBreak,
            seen.FirstBreak is null && seen.To - after >= AuditLog.MostLinks ? seen.To : null
        );
}
