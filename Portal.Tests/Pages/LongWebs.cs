using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>For a class whose tests are all of a full run.</summary>
public sealed class LongPortalWeb : PortalWeb
{
    public override bool IsNeeded => EngineSkip.FullRunOnly is null;
}

/// <inheritdoc cref="LongPortalWeb"/>
public sealed class LongIdleWeb : IdleWeb
{
    public override bool IsNeeded => EngineSkip.FullRunOnly is null;
}

/// <inheritdoc cref="LongPortalWeb"/>
public sealed class LongWatchedWeb : WatchedWeb
{
    public override bool IsNeeded => EngineSkip.FullRunOnly is null;
}
