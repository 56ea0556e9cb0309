using Portal.Core.People.Delegations;

namespace Portal.Web.Features.People.Delegations;

/// <summary>A delegation as it is typed: from a day until a day, both of them whole, where the browser is.</summary>
public sealed class DelegationForm
{
    public string Team { get; set; } = "";
    public string Delegate { get; set; } = "";
    public DateOnly From { get; set; }
    public DateOnly Until { get; set; }
    public string Reason { get; set; } = "";

    public DelegationWish ToWish(DateTimeOffset now, TimeZoneInfo zone)
    {
        var start = Midnight(From, zone);
        return new(Team, Delegate.Trim(), start <= now ? null : start, Midnight(Until.AddDays(1), zone), Reason);
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
