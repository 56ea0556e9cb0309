using Portal.Core.Resources;
using Portal.Web.Parts;

namespace Portal.Web.Layout;

/// <summary>A place of the portal, as the rail, the palette and the list of keys name it.</summary>
/// <param name="Key">Goes there after g.</param>
/// <param name="AtThumb">On a phone it stays in the bar; the others are behind More.</param>
public sealed record Place(string Name, string Address, Glyph Glyph, string Key, bool AtThumb = true);

/// <summary>Where a kind's list is, and each of its pages. Found, not listed.</summary>
public interface IKindPlace
{
    ResourceKind Kind { get; }

    Place Place { get; }

    /// <inheritdoc cref="Features.Kinds.IKindView.Address"/>
    string Address(string cluster, string name);
}

/// <summary>The places, in the order of the rail. Only what exists is among them.</summary>
public sealed class NavigationPlaces(IEnumerable<IKindPlace> kinds)
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("Overview", "/", Glyph.Overview, "o"),
        .. kinds
            .Select(kind => kind.Place)
            .OrderByDescending(place => place.AtThumb)
            .ThenBy(place => place.Name, StringComparer.Ordinal),
        new("Consumers", Addresses.Groups, Glyph.Group, "g"),
        new("Changes", Addresses.Changes, Glyph.Change, "c"),
        new("People", Addresses.People, Glyph.Person, "p", AtThumb: false),
        new("Admin", Addresses.Clusters, Glyph.Admin, "a", AtThumb: false),
    ];
}
