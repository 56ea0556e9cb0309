using Portal.Bench.Running;

namespace Portal.Bench.Schemas;

/// <summary>How long a judgement of a wide schema takes, and a search over the fields of many.</summary>
internal static class SchemaBench
{
    public static async Task Run(CancellationToken stop)
    {
        await using var portal = await RunningPortal.Start(stop);
        var bundled = (await portal.Status(stop)).GetProperty("registry").GetString()!;
        await using (var apicurio = await RealRegistry.Start(stop))
        {
            await CompatibilityBench.Run(
                apicurio is null
                    ? [("bundled registry", bundled)]
                    : [("bundled registry", bundled), ("Apicurio", apicurio.Url)],
                stop
            );
        }

        await SearchBench.Run(portal, bundled, stop);
    }
}
