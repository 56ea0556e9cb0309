using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Web.Api.Jobs;

/// <summary>A savepoint that a change made.</summary>
public sealed record SavepointDto(
    long Id,
    [property: Description("As Flink names it.")] string Path,
    [property: Description("The run of the job that it was taken of, by its id in Flink.")] string JobId,
    [property: Description("The change that took it.")] AppliedChangeDto Change,
    DateTimeOffset TakenAt,
    [property: Description("Null when not known.")] long? Bytes,
    [property: Description("Why it is kept whatever its age; null when it isn't.")] string? PinnedBy,
    [property: Description("By whom and why somebody pinned it; null when nobody did.")] SavepointPinDto? Pin,
    [property: Description("Who requested its deletion before its retention was over; null when nobody did.")]
        string? DeletionRequestedBy,
    [property: Description("The change that may need it; null when none does.")] long? PinnedByChange,
    [property: Description("Changes that started a run from it, newest first.")]
        IReadOnlyList<AppliedChangeDto> Restores,
    [property: Description("When its retention is over; null when it is. What pins it keeps it for longer.")]
        DateTimeOffset? ExpiresAt,
    [property: Description("Why it could not be deleted; null when that wasn't tried, or it was.")] string? Failure,
    [property: Description("Null when it is still there.")] DateTimeOffset? DeletedAt,
    [property: Description("Taken while the job ran on, for a rehearsal; its change deletes it.")] bool ForRehearsal,
    [property: Description("Of the job, that made it.")] SavepointVersionDto Version
)
{
    /// <param name="now">The job, which may run another version; null where there is none of the name any more.</param>
    public static SavepointDto Of(SavepointRow row, JobDetails? now) =>
        new(
            row.Savepoint.Id,
            row.Savepoint.Path,
            row.Savepoint.JobId,
            AppliedChangeDto.Of(row.By),
            row.Savepoint.TakenAt,
            row.Savepoint.Bytes,
            row.Pin?.Words,
            SavepointPinDto.Of(row.Savepoint),
            row.Savepoint.DeletionRequestedBy,
            row.Pin?.Change?.Value,
            [.. row.Restores.Select(AppliedChangeDto.Of)],
            row.DueAt,
            row.Savepoint.Failure,
            row.Savepoint.DeletedAt,
            row.Savepoint.IsFork,
            SavepointVersionDto.Of(row.Version, now)
        );
}

/// <summary>Kept by somebody until they unpin it.</summary>
public sealed record SavepointPinDto(string By, DateTimeOffset At, string Reason)
{
    /// <summary>Null when nobody pinned it.</summary>
    public static SavepointPinDto? Of(Savepoint savepoint) =>
        savepoint is { PinnedBy: { } by, PinnedAt: { } at, PinReason: { } reason } ? new(by, at, reason) : null;
}

/// <summary>Why a savepoint is to be kept.</summary>
public sealed record PinRequestDto(
    [property: Description("Shown wherever the savepoint is, in one line."), Length(1, PinReason.Longest)] string Reason
);

/// <summary>The version of a job that made a savepoint, beside the one of now.</summary>
public sealed record SavepointVersionDto(
    [property: Description("The change that started it; null when not known.")] AppliedChangeDto? Change,
    [property: Description(
        "`same`: nothing differs; `same-state`: other settings, the state is read; `different`: it runs something else, and the plan of a restore shows which state fits; `unknown`: one of them isn't known any more."
    )]
        VersionMatch Match,
    [property: Description("The fields of the spec in which the version of now differs.")]
        IReadOnlyList<string> Differs,
    [property: Description(
        "Where it is `different`: the operators that begin a chain and aren't in the version of now, so that their state has no place; null when not known."
    )]
        IReadOnlyList<string>? MissingOperators
)
{
    public static SavepointVersionDto Of(SavepointVersion version, JobDetails? now) =>
        new(
            version.By is { } by ? AppliedChangeDto.Of(by) : null,
            version.Against(now?.Definition),
            version.Differing(now?.Definition),
            version.Against(now?.Definition) == VersionMatch.Different ? version.Without(now?.Operators ?? []) : null
        );
}
