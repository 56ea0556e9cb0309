using Portal.Core.People;
using Portal.Core.People.Accounts;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>A rule for workloads as it is typed.</summary>
public sealed class WorkloadForm
{
    public string Issuer { get; set; } = "";

    /// <summary>On each line a claim and its value, with an equals sign between.</summary>
    public string Claims { get; set; } = "";
    public bool Writes { get; set; }
    public int Minutes { get; set; } = (int)WorkloadWish.Usual.TotalMinutes;

    /// <summary>A line without an equals sign is a claim without a value, which is refused with words.</summary>
    public WorkloadWish ToWish()
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Claims.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            claims[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }

        return new(Issuer, claims, TimeSpan.FromMinutes(Minutes), Writes ? TokenScopes.All : [TokenScopes.Read]);
    }
}
