using Portal.Core;
using Portal.Core.Changes;

namespace Portal.Workers.Applying;

/// <summary>A run that is ours for the length of a lease. Whoever claims it later has a higher fence, and then we may write no more.</summary>
/// <param name="HasFailed">Whether the engine had not answered when it was last tried.</param>
public sealed record Claim(RunId Run, ChangeId Change, PlanId Plan, long Fence, RunState State, bool HasFailed = false);
