using Portal.Core.People.Delegations;

namespace Portal.Web.Features.People.Delegations;

/// <summary>A delegation as it is typed: from a day until a day, both of them whole, where the browser is.</summary>
public sealed class DelegationForm
{
    // Beyond these a midnight somewhere is no moment any more. Core refuses what is this far away.
    private static readonly DateOnly First = DateOnly.MinValue.AddDays(1);
    private static readonly DateOnly Last = DateOnly.MaxValue.AddDays(-1);

    public string Team { get; set; } = "";
    public string Delegate { get; set; } = "";
    public DateOnly From { get; set; }
    public DateOnly Until { get; set; }
    public string Reason { get; set; } = "";

    public DelegationWish ToWish(DateTimeOffset now, TimeZoneInfo zone)
    {
        var start = Midnight(Within(From), zone);
        var end = Midnight(Within(Until).AddDays(1), zone);
        return new(Team, Delegate.Trim(), start <= now ? null : start, end, Reason);
    }

    private static DateOnly Within(DateOnly day) =>
        day < First ? First
        : day > Last ? Last
        : day;

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
