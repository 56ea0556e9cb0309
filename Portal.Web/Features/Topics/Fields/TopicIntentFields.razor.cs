using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Core.Topics;
using Portal.Web.Features.Kinds;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics.Fields;

public sealed partial class TopicIntentFields : ComponentBase
{
    private static readonly (Ordering Ordering, string Title, string Words)[] Orderings =
    [
        (Ordering.PerKey, "By key", "Per customer, order or device"),
        (Ordering.None, "Nothing", "Messages are independent"),
        (Ordering.Whole, "Everything", "One partition, one consumer at a time"),
    ];

    private static readonly Select<string>.Option[] Units =
    [
        new("minutes", "minutes"),
        new("hours", "hours"),
        new("days", "days"),
    ];

    private string _unit = "days";

    [Parameter, EditorRequired]
    public ResourceFields Fields { get; set; } = default!;

    private TopicForm Form => (TopicForm)Fields.Form;

    private double Amount => Form.Intent.KeepFor / One(_unit);

    protected override void OnInitialized() => _unit = Fitting(Form.Intent.KeepFor);

    private Task Keep(double amount, string chosen)
    {
        _unit = chosen;
        // Ten years is the most Core takes; beyond it a TimeSpan could overflow before Core says so.
        var kept = One(chosen) * Math.Clamp(amount, 0, 1_000_000);
        return Fields.Type(() => Form.Intent = Form.Intent with { KeepFor = kept });
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
