using System.Globalization;

namespace Portal.Engines.Flink;

/// <summary>The versions in which a SQL Gateway can be asked.</summary>
internal static class GatewayVersions
{
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
