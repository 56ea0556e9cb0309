namespace Portal.Tests.Kit;

/// <summary>The clock of a machine whose monotonic one stands still while it sleeps, as Linux's does.</summary>
internal sealed class SleepingMachine : TimeProvider
{
    public TimeSpan Slept { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Slept;
}
