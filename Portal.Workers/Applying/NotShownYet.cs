using Portal.Engines;

namespace Portal.Workers.Applying;

/// <summary>
/// An engine took an act and still shows what was there before. A node may learn late what another answered, as a broker
/// that just came back: that is no reason to take anything back, nor to say that it is.
/// </summary>
internal static class NotShownYet
{
    public static EngineException Of(string seen) =>
        new(EngineFault.Transient, $"It was accepted, but isn't shown yet: {seen}.");
}
