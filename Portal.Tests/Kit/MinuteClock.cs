namespace Portal.Tests.Kit;

/// <summary>On it a minute passes between two readings.</summary>
public sealed class MinuteClock : TimeProvider
{
    private int _readings;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(Interlocked.Increment(ref _readings));
}
