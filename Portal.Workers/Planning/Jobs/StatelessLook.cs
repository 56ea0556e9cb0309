using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Whether a plan needs SQL to start from a state where its Flink or SQL Gateway would start it without.</summary>
internal static class StatelessLook
{
    /// <param name="steps">Of one job.</param>
    /// <returns>The release that is in the way of its start, and the one that is in the way of taking back its stop; at most one of them.</returns>
    public static async Task<(string? Start, string? WayBack)> Of(
        IFlink flink,
        IReadOnlyCollection<Step> steps,
        CancellationToken stop
    )
    {
        if (steps.OfType<StartJob>().Any(start => start.IsSqlFromState))
        {
            return (await flink.StatelessRelease(stop), null);
        }

        if (!steps.OfType<StopJob>().Any(end => end.Definition is { Program: null }))
        {
            return (null, null);
        }

        try
        {
            return (null, await flink.StatelessRelease(stop));
        }
        catch (EngineException)
        {
            // A job is stopped also while its SQL Gateway is down.
            return (null, null);
        }
    }
}
