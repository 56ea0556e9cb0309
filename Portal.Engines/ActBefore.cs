namespace Portal.Engines;

/// <summary>
/// How long an act may take, checked right before its bytes are written: shorter than what is left of the lease,
/// because a fence can't stop bytes already on their way.
/// </summary>
/// <param name="Left">What is left now; zero or less: the act isn't sent and the call throws Transient.</param>
public sealed record ActBefore(Func<TimeSpan> Left);
