using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Wording;

namespace Portal.Web.Features.Overview;

/// <summary>The overview in a sentence with figures.</summary>
public static class OverviewWords
{
    /// <summary>How what the person's teams own is; what needs their approval is counted where it is listed.</summary>
    public static string Lede(TeamHealth health)
    {
        string[] others =
        [
            .. Well(health.Well),
            .. health.TooNew > 0 ? [TooNew(health.TooNew)] : Array.Empty<string>(),
        ];
        return (Unhealthy(health.Unhealthy), others, health) switch
        {
            ("", [], _) => "Your teams have nothing here yet.",
            ("", _, { TooNew: 0, Well: 1 }) => "The one resource of your teams is healthy.",
            ("", _, { TooNew: 0, Well: var well }) =>
                $"All {Quantity.Count(well)} resources of your teams are healthy.",
            ("", _, _) => $"Of your teams' resources {string.Join(", ", others)}.",
            (var unhealthy, [], _) => $"{unhealthy}.",
            (var unhealthy, _, _) => $"{unhealthy}; {string.Join(", ", others)}.",
        };
    }

    /// <summary>What stands where the unhealthy things would be.</summary>
    public static string NothingUnhealthy(TeamHealth health) =>
        health.TooNew == 0 ? "Everything that was read is healthy." : $"Nothing is unhealthy; {TooNew(health.TooNew)}.";

    private static string Unhealthy(IReadOnlyList<UnhealthyResource> unhealthy)
    {
        var groups = unhealthy
            .OfType<UnhealthyResource.UnhealthyGroup>()
            .GroupBy(resource => resource.Row.Group.Status)
            .OrderByDescending(same => same.Key)
            .Select(same => $"{same.Count()} {same.Key.InWords().ToLowerInvariant()}");
        var jobs = unhealthy.OfType<UnhealthyResource.UnhealthyJob>().Count();
        var gone = unhealthy.Count(resource => resource is UnhealthyResource.GoneTopic);
        var silent = unhealthy.Count(resource => resource is UnhealthyResource.SilentTopic);
        var drifted = unhealthy.Count(resource => resource is UnhealthyResource.DriftedTopic);
        return string.Join(
            ", ",
            [
                .. groups,
                .. jobs > 0 ? [$"{Quantity.Of(jobs, "job", "jobs")} unhealthy"] : Array.Empty<string>(),
                .. gone > 0 ? [$"{Quantity.Of(gone, "topic", "topics")} gone"] : Array.Empty<string>(),
                .. silent > 0 ? [$"{Quantity.Of(silent, "topic", "topics")} not responding"] : Array.Empty<string>(),
                .. drifted > 0 ? [$"{drifted} drifted"] : Array.Empty<string>(),
            ]
        );
    }

    private static IEnumerable<string> Well(int count) =>
        count == 0 ? [] : [$"{Quantity.Of(count, "is", "are")} healthy"];

    private static string TooNew(int count) => $"{Quantity.Of(count, "has", "have")} not enough data yet";

    /// <summary>How much needs the person's approval, beside its heading; null: nothing does.</summary>
    public static string? Waiting(OverviewView view) =>
        view.Waiting is not [var oldest, ..] ? null
        : Age.For(view.At - oldest.CreatedAt) is var age && view.WaitingInAll == 1 ? $"1, waiting for {age}"
        : $"{Quantity.Count(view.WaitingInAll)}, the oldest waiting for {age}";
}
