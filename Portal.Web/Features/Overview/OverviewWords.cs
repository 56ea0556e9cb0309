using Portal.Core.Health;
using Portal.Web.Wording;

namespace Portal.Web.Features.Overview;

/// <summary>The overview in a sentence with figures.</summary>
public static class OverviewWords
{
    public static string Lede(OverviewView view) => $"{Sick(view)} {Waiting(view)}";

    private static string Sick(OverviewView view)
    {
        var groups = view
            .Sick.OfType<SickThing.SickGroup>()
            .GroupBy(thing => thing.Row.Group.Status)
            .OrderByDescending(same => same.Key)
            .Select(same => $"{same.Count()} {same.Key.InWords().ToLowerInvariant()}");
        var drifted = view.Sick.Count(thing => thing is SickThing.DriftedTopic);
        string[] sick = [.. groups, .. drifted > 0 ? [$"{drifted} drifted"] : Array.Empty<string>()];
        return (sick, view.Well) switch
        {
            ([], 0) => "Your teams have nothing here yet.",
            ([], 1) => "The one thing of your teams is well.",
            ([], var well) => $"All {Quantity.Count(well)} things of your teams are well.",
            (_, 0) => $"{string.Join(", ", sick)}.",
            (_, 1) => $"{string.Join(", ", sick)}; 1 is well.",
            (_, var well) => $"{string.Join(", ", sick)}; {Quantity.Count(well)} are well.",
        };
    }

    private static string Waiting(OverviewView view) =>
        view.Waiting switch
        {
            [] => "Nothing waits for you.",
            [var only] => $"1 change waits for you, for {Age.Rough(view.At - only.CreatedAt)}.",
            [var oldest, ..] =>
                $"{view.Waiting.Count} changes wait for you, the oldest for {Age.Rough(view.At - oldest.CreatedAt)}.",
        };
}
