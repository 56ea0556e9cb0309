using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Wording;

namespace Portal.Web.Features.Overview;

/// <summary>The overview in a sentence with figures.</summary>
public static class OverviewWords
{
    public static string Lede(OverviewView view) => $"{Things(view.Health)} {Waiting(view)}";

    /// <summary>What stands where the sick things would be.</summary>
    public static string NothingSick(TeamHealth health) =>
        health.TooNew == 0 ? "Everything that was read is healthy." : $"Nothing is unhealthy; {TooNew(health.TooNew)}.";

    private static string Things(TeamHealth health)
    {
        string[] others =
        [
            .. Well(health.Well),
            .. health.TooNew > 0 ? [TooNew(health.TooNew)] : Array.Empty<string>(),
        ];
        return (Sick(health.Sick), others, health) switch
        {
            ("", [], _) => "Your teams have nothing here yet.",
            ("", _, { TooNew: 0, Well: 1 }) => "The one resource of your teams is healthy.",
            ("", _, { TooNew: 0, Well: var well }) =>
                $"All {Quantity.Count(well)} resources of your teams are healthy.",
            ("", _, _) => $"Of your teams' resources {string.Join(", ", others)}.",
            (var sick, [], _) => $"{sick}.",
            (var sick, _, _) => $"{sick}; {string.Join(", ", others)}.",
        };
    }

    private static string Sick(IReadOnlyList<SickThing> sick)
    {
        var groups = sick.OfType<SickThing.SickGroup>()
            .GroupBy(thing => thing.Row.Group.Status)
            .OrderByDescending(same => same.Key)
            .Select(same => $"{same.Count()} {same.Key.InWords().ToLowerInvariant()}");
        var jobs = sick.OfType<SickThing.SickJob>().Count();
        var silent = sick.Count(thing => thing is SickThing.SilentTopic);
        var drifted = sick.Count(thing => thing is SickThing.DriftedTopic);
        return string.Join(
            ", ",
            [
                .. groups,
                .. jobs > 0 ? [$"{Quantity.Of(jobs, "job", "jobs")} unhealthy"] : Array.Empty<string>(),
                .. silent > 0 ? [$"{Quantity.Of(silent, "topic", "topics")} not responding"] : Array.Empty<string>(),
                .. drifted > 0 ? [$"{drifted} drifted"] : Array.Empty<string>(),
            ]
        );
    }

    private static IEnumerable<string> Well(int count) =>
        count == 0 ? [] : [$"{Quantity.Of(count, "is", "are")} healthy"];

    private static string TooNew(int count) => $"{Quantity.Of(count, "has", "have")} not enough data yet";

    private static string Waiting(OverviewView view) =>
        view.Waiting switch
        {
            [] => "No approvals waiting for you.",
            [var oldest, ..] when Age.For(view.At - oldest.CreatedAt) is var age => view.WaitingInAll == 1
                ? $"1 change needs your approval, waiting for {age}."
                : $"{view.WaitingInAll} changes need your approval, the oldest waiting for {age}.",
            _ => "",
        };
}
