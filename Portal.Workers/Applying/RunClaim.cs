using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>A run that is ours for the length of a lease.</summary>
/// <param name="AbortBy">The name of who had requested an abort when it was claimed; null when nobody had.</param>
/// <param name="HasFailed">Whether it could not go on when it was last tried.</param>
/// <param name="ApprovedAt">Since when the run waits, or runs.</param>
/// <param name="Progress">How far the step was that it waited in when it was last looked at; null when it waited in none.</param>
public sealed record RunClaim(
    RunId Run,
    ChangeId Change,
    PlanId Plan,
    long Fence,
    RunState State,
    string? AbortBy,
    bool HasFailed,
    DateTimeOffset ApprovedAt,
    WaitProgress? Progress = null
) : IClaim
{
    long IClaim.Key => Run.Value;
}
