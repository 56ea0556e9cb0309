using System.Globalization;

namespace Portal.Engines.Flink;

/// <summary>The release of a SQL Gateway, and the versions of its REST API.</summary>
internal static class GatewayVersions
{
    /// <summary>The release that it is, as it reports itself: "2.2.0".</summary>
    public static async Task<string> Release(FlinkCalls gateway, CancellationToken stop) =>
        FlinkJson.Text(gateway.Good(await gateway.Ask("info", stop), "describe itself"), "version");

    /// <summary>As it stands in addresses: "v4".</summary>
    public static async Task<string> Newest(FlinkCalls gateway, CancellationToken stop)
    {
        var versions = gateway.Good(await gateway.Ask("api_versions", stop), "list its versions");
        return FlinkJson
            .List(versions, "versions")
            .Select(v => v.GetString() ?? "")
            .Where(v => v.Length > 1 && int.TryParse(v[1..], CultureInfo.InvariantCulture, out _))
            .OrderByDescending(v => int.Parse(v[1..], CultureInfo.InvariantCulture))
            .FirstOrDefault("v1")
            .ToLowerInvariant();
    }
}
