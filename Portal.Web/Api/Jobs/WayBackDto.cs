using System.ComponentModel;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Upgrades;

namespace Portal.Web.Api.Jobs;

/// <summary>The way back of an upgrade that is stuck or was settled after the new version had completed a checkpoint. Nothing of it happens by itself.</summary>
public sealed record WayBackDto(
    [property: Description("The upgrade's number.")] long Change,
    [property: Description("Of the upgrade; while it is stuck, other changes of the job wait.")] RunState State,
    [property: Description("The run of the new version, by its id in Flink.")] string JobId,
    [property: Description(
        "When the newest state was triggered that the new version completed; null where that isn't known."
    )]
        DateTimeOffset? NewestAt,
    [property: Description("Whether the former version can read that state.")] FormerReads FormerReads,
    [property: Description("Why, as a sentence.")] string Words,
    [property: Description(
        "The savepoint that the former version was stopped with; null where none is left. Started from it, what was written since is written again."
    )]
        long? Savepoint,
    [property: Description(
        "What to send as the spec of an update to request the former version from the newest state; with restoreFrom, from a savepoint. Null for what the portal doesn't manage."
    )]
        JobSpecDto? Request
)
{
    public static WayBackDto Of(WayBack back, JobSpec? wanted) =>
        new(
            back.By.Id.Value,
            back.State,
            back.Now.JobId,
            back.Now.Facts.NewestState?.At,
            back.Reads,
            back.ReadsWords,
            back.Before?.Id,
            wanted is null ? null : JobSpecDto.Of(back.Of(wanted))
        );
}
