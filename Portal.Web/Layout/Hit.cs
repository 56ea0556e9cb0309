using Portal.Web.Parts;

namespace Portal.Web.Layout;

/// <summary>Something the palette can open.</summary>
/// <param name="Environment">Null for what lies in none.</param>
public sealed record Hit(
    string Group,
    Glyph Glyph,
    string Name,
    string Address,
    string? Note = null,
    string? Environment = null
);
