namespace Portal.Tests.Kit;

/// <summary>The clock of a machine that is ahead of everybody else's.</summary>
public sealed class FastClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
