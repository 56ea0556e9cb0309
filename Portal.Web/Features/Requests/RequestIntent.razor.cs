using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Core.Topics;
using Portal.Web.Parts;

namespace Portal.Web.Features.Requests;

public sealed partial class RequestIntent : ComponentBase
{
    private static readonly (string Key, string Title, string Words)[] Presets =
    [
        ("event-stream", "Event stream", "What happened, in order by key, for a week"),
        ("compacted-table", "Compacted table", "The newest of each key, kept for ever"),
        ("short-lived", "Short-lived", "Much and soon gone: hours, any order"),
    ];

    private static readonly (Ordering Ordering, string Title, string Words)[] Orderings =
    [
        (Ordering.PerKey, "By key", "All of one customer, one order, one device"),
        (Ordering.None, "Nothing", "Each message stands for itself"),
        (Ordering.Whole, "Everything", "One partition, one reader at a time"),
    ];

    private static readonly Select<string>.Option[] Units =
    [
        new("minutes", "minutes"),
        new("hours", "hours"),
        new("days", "days"),
    ];

    private string unit = "days";

    [Parameter, EditorRequired]
    public RequestView View { get; set; } = default!;

    [Parameter, EditorRequired]
    public Func<Action<RequestForm>, Task> Type { get; set; } = default!;

    private double Amount => View.Form.Intent.KeepFor / One(unit);

    protected override void OnInitialized() => unit = Fitting(View.Form.Intent.KeepFor);

    private Task Keep(double amount, string chosen)
    {
        unit = chosen;
        // Ten years is the most Core takes; beyond it a TimeSpan could overflow before Core says so.
        var kept = One(chosen) * Math.Clamp(amount, 0, 1_000_000);
        return Type(form => form.Intent = form.Intent with { KeepFor = kept });
    }

    private static TimeSpan One(string name) =>
        name switch
        {
            "minutes" => TimeSpan.FromMinutes(1),
            "hours" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };

    private static string Fitting(TimeSpan kept) =>
        kept >= TimeSpan.FromDays(1) ? "days"
        : kept >= TimeSpan.FromHours(1) ? "hours"
        : "minutes";
}
