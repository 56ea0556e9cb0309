using Microsoft.Extensions.Options;
using Portal.Workers.Claiming;

namespace Portal.Workers.Planning;

/// <summary>Claims changes that wait for a plan and makes it.</summary>
public sealed class PlanningWorker(
    PlanningClaims claims,
    ChangePlanner planner,
    WorkNotifications bell,
    IOptions<PlanningOptions> options,
    TimeProvider clock,
    ILogger<PlanningWorker> log
) : ClaimingWorker<PlanningClaim>(claims, options.Value, bell, clock, log)
{
    protected override Work Kind => Work.Planning;

    protected override Task Carry(PlanningClaim claim, Func<TimeSpan> left, CancellationToken stop) =>
        planner.Carry(claim, stop);

    protected override Task SetAside(PlanningClaim claim, string words, CancellationToken stop) =>
        planner.SetAside(claim, words, stop);
}
