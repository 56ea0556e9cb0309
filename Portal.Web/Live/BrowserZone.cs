namespace Portal.Web.Live;

/// <summary>The time zone of the browser behind this circuit; UTC, and said so, until the browser has told.</summary>
public sealed class BrowserZone
{
    public event Action? Changed;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public void Learn(string? id)
    {
        if (id is not null && id != Zone.Id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found))
        {
            Zone = found;
            Changed?.Invoke();
        }
    }

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The whole truth about a moment, for the hover: day, second and zone.</summary>
    public string InFull(DateTimeOffset moment)
    {
        var local = Local(moment);
        return $"{local:ddd d MMM yyyy, HH:mm:ss} {Zone.Id}";
    }
}
