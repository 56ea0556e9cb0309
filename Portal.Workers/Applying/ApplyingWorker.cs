using Microsoft.Extensions.Options;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>Claims runs and carries them. Runs on different resources go side by side.</summary>
public sealed class ApplyingWorker(
    RunClaims claims,
    RunApplier applier,
    WorkBell bell,
    IOptions<ApplyingOptions> options,
    TimeProvider clock,
    ILogger<ApplyingWorker> log
) : ClaimingWorker<Claim>(options.Value, bell, clock, log)
{
    protected override Work Kind => Work.Applying;

    protected override Task<Claim?> Next(CancellationToken stop) => claims.Next(stop);

    protected override Task<bool> Renew(Claim claim, CancellationToken stop) => claims.Renew(claim, stop);

    protected override Task GiveBack(Claim claim, TimeSpan pause, CancellationToken stop) =>
        claims.GiveBack(claim, pause, stop);

    protected override Task Carry(Claim claim, Func<TimeSpan> left, CancellationToken stop) =>
        applier.Carry(claim, left, stop);

    protected override Task SetAside(Claim claim, string words, CancellationToken stop) =>
        applier.SetAside(claim, words, stop);
}
