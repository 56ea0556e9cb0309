using Portal.Web.Parts;

namespace Portal.Web.Layout;

/// <summary>Something the palette can open.</summary>
public sealed record Hit(string Group, Glyph Glyph, string Name, string Address, string? Note = null);

/// <summary>Finds places, topics and groups by a part of their name. Reads memory only, so it keeps up with typing.</summary>
public sealed class Finder
{
    private const int MostPerGroup = 8;

    public IReadOnlyList<Hit> Find(string words) =>
        [.. Commands().Where(hit => Matches(hit, words)).Take(MostPerGroup)];

    private static bool Matches(Hit hit, string words) =>
        words.Length == 0 || hit.Name.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Hit> Commands() =>
        [
            .. Rail.Places.Select(place => new Hit("Go to", place.Glyph, place.Name, place.Address, $"g {place.Key}")),
            new Hit("Do", Glyph.Plus, "Request a topic", "/topics/request", "n"),
        ];
}
