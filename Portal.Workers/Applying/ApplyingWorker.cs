using Microsoft.Extensions.Options;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>Claims runs and carries them. Runs on different resources go side by side.</summary>
public sealed class ApplyingWorker(
    RunClaims claims,
    RunApplier applier,
    WorkNotifications bell,
    IOptions<ApplyingOptions> options,
    TimeProvider clock,
    ILogger<ApplyingWorker> log
) : ClaimingWorker<RunClaim>(claims, options.Value, bell, clock, log)
{
    protected override Work Kind => Work.Applying;

    protected override Task Carry(RunClaim claim, Func<TimeSpan> left, CancellationToken stop) =>
        applier.Carry(claim, left, stop);

    protected override Task SetAside(RunClaim claim, string words, CancellationToken stop) =>
        applier.SetAside(claim, words, stop);
}
