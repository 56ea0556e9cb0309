namespace Portal.Web.Features.Groups;

/// <summary>How far back the charts of a group reach.</summary>
public sealed record LagSpan(string Key, string Words, TimeSpan Length)
{
    public static readonly IReadOnlyList<LagSpan> All =
    [
        new("15m", "15 min", TimeSpan.FromMinutes(15)),
        new("1h", "1 h", TimeSpan.FromHours(1)),
        new("6h", "6 h", TimeSpan.FromHours(6)),
    ];

    /// <summary>What the address asks for; an hour when it asks for nothing that there is.</summary>
    public static LagSpan Of(string? key) => All.FirstOrDefault(span => span.Key == key) ?? All[1];
}
