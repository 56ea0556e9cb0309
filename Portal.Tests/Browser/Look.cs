namespace Portal.Tests.Browser;

/// <summary>How a page is looked at.</summary>
public sealed record Look(string Name, int Width, int Height, bool Dark = false)
{
    public static readonly Look Desk = new("light", 1440, 1000);
    public static readonly Look Night = new("dark", 1440, 1000, Dark: true);
    public static readonly Look Phone = new("phone", 390, 844);

    public static readonly IReadOnlyList<Look> All = [Desk, Night, Phone];
}
